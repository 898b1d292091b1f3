from django.apps import AppConfig


class DoorConfig(AppConfig):
    name = "kahui.web.door"
    label = "web_door"
