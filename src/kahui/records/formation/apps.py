from django.apps import AppConfig


class FormationConfig(AppConfig):
    name = "kahui.records.formation"
    label = "formation"
    default_auto_field = "django.db.models.BigAutoField"
