from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "kahui.web.office"
    label = "web_office"
