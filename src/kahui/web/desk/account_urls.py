"""Addresses of one's own roles, of people and theirs, of timelines and exports."""

from django.urls import path

from kahui.web.desk.views import export, me, roles, timeline

urlpatterns = [
    path("me", me.me, name="me"),
    path("me/deputies/<int:grant>", me.deputy, name="deputy"),
    path("me/deputies/<int:grant>/end", me.deputy_ends, name="deputy-ends"),
    path("me/timeline", timeline.own, name="own-timeline"),
    path("roles", roles.roles, name="roles"),
    path("roles/new", roles.new_person, name="person-new"),
    path("roles/<int:person>", roles.person, name="person-roles"),
    path("roles/<int:person>/<int:grant>", roles.role_ends, name="role-ends"),
    path("timeline/<str:kind>/<str:key>", timeline.timeline, name="timeline"),
    path("timeline/<str:kind>", timeline.timeline, name="timeline-of-all"),
    path("looks", timeline.every_look, name="looks"),
    path("export/<str:kind>/<str:key>", export.export, name="export"),
]
