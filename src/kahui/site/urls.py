from django.urls import include, path

urlpatterns = [
    path("", include("kahui.web.public.urls")),
    path("api/", include("kahui.web.api.urls")),
    path("", include("kahui.web.design.urls")),
]
handler400 = "kahui.web.design.views.bad_request"
handler404 = "kahui.web.design.views.not_found"
handler500 = "kahui.web.design.views.went_wrong"
