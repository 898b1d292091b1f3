from django.urls import URLPattern, URLResolver, path, re_path

from kahui.web.door import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-in/as", views.sign_in_as, name="sign-in-as"),
    path("sign-out", views.sign_out, name="sign-out"),
    # Tried before django-allauth's own, which they shut.
    re_path(
        r"^account/(?P<what>signup|email|confirm-email|3rdparty|social)(?:/(?!login).*)?$",
        views.shut,
        name="shut",
    ),
]
