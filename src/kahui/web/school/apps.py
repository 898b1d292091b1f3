from django.apps import AppConfig


class SchoolConfig(AppConfig):
    name = "kahui.web.school"
    label = "web_school"
