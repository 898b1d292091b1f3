from django.apps import AppConfig


class Public(AppConfig):
    name = "kahui.web.public"
    label = "public"
    verbose_name = "The public site"
