from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "kahui.web.desk"
    label = "web_desk"
