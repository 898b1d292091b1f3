from django.urls import include, path

urlpatterns = [
    path("", include("kahui.web.public.urls")),
]
