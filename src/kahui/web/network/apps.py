from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "kahui.web.network"
    label = "web_network"
