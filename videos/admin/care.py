"""The admin's pages of help contacts and resources: what is shown, and who checked it when."""

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.utils import timezone

from videos.care import country_names
from videos.curation import care
from videos.models import HelpContact, Resource

ADDRESSES = {models.URLField: {"assume_scheme": "https"}}


class HelpContactForm(forms.ModelForm):
    country = forms.ChoiceField(
        required=False, choices=lambda: [("", "everywhere"), *country_names().items()], help_text="Where it helps."
    )
    checked_today = forms.BooleanField(
        required=False,
        label="I have checked this today",
        help_text="At the organisation itself, not in a list of such numbers. It is shown for 180 days from then on.",
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = repr([getattr(self.instance, name) for name in sorted(care.CHECKED_FIELDS)])

    def clean(self):
        """Nobody says that they checked, or writes over, what they did not have before them."""
        cleaned = super().clean()
        if cleaned.get("seen") not in {"", self.initial["seen"]}:
            self.add_error(None, "Somebody changed this entry since you opened the page: open it anew.")
        number = cleaned.get("number", "")
        if number and not number.startswith("+") and cleaned.get("country") == "":
            self.add_error("country", "Where does this number work? Elsewhere it is another's, or nobody's.")
        return cleaned


class ResourceForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        day, status = cleaned.get("checked_on"), cleaned.get("status")
        if day and day > timezone.localdate():
            self.add_error("checked_on", "Enter the day of the check; this one is still to come.")
        if status == Resource.Status.LIVE and not day and "checked_on" not in self.errors:
            self.add_error("checked_on", "On which day was it there?")
        return cleaned


class CheckFilter(admin.SimpleListFilter):
    title = "check"
    parameter_name = "check"

    def lookups(self, request, model_admin):
        return [
            ("shown", "Shown to visitors"),
            ("expiring", "Shown for two more weeks at most"),
            ("expired", "Checked too long ago"),
            ("unverified", "Never checked"),
        ]

    def queryset(self, request, queryset):
        if self.value() in dict(self.lookup_choices):
            contacts = HelpContact.objects.all()
            return queryset.filter(pk__in=getattr(contacts, self.value())().order_by().values("pk"))
        return queryset


@admin.register(HelpContact)
class HelpContactAdmin(admin.ModelAdmin):
    form = HelpContactForm
    formfield_overrides = ADDRESSES
    actions = ["verify_today"]
    list_display = ["name", "place", "reached_by", "left", "verified_on", "verified_by", "kind", "is_shown"]
    list_filter = [CheckFilter, "kind", "is_shown"]
    list_per_page = 250
    search_fields = ["name", "number", "url"]
    readonly_fields = ["verified_on", "verified_by", "left"]
    fieldsets = [
        (None, {"fields": ["kind", "country", "name", "number", "url", "hours", "is_shown"]}),
        (
            "Check",
            {
                "description": "A change of what people see without a new check makes the entry unverified.",
                "fields": ["source", "note", "verified_on", "verified_by", "left", "checked_today", "seen"],
            },
        ),
    ]

    def has_delete_permission(self, request, obj=None):
        """Deleted, an entry of the files would come back with the next load_guide. It can be shut off."""
        return False

    def save_model(self, request, obj, form, change):
        changed, is_checked = set(form.changed_data), form.cleaned_data["checked_today"]
        if care.save_contact(obj, changed=changed, is_checked=is_checked, user=request.user):
            words = f"{obj} was changed and not checked: it is unverified now, and shown to nobody."
            self.message_user(request, words, messages.WARNING)

    @admin.action(description="I have checked these today", permissions=["change"])
    def verify_today(self, request, queryset):
        contacts = list(queryset)
        count = care.verify(queryset.model.objects.filter(pk__in=[one.pk for one in contacts]), user=request.user)
        for contact in contacts:
            self.log_change(request, contact, "Checked today.")
        self.message_user(request, f"Checked today: {count}.", messages.SUCCESS)

    @admin.display(ordering="country")
    def place(self, contact):
        return contact.place

    @admin.display(description="number or address", ordering="number")
    def reached_by(self, contact):
        return contact.number or contact.shown_address

    @admin.display(description="days left", ordering="verified_on")
    def left(self, contact):
        """Of being shown; nothing for what nobody has checked, "expired" for what was checked too long ago."""
        days = contact.days_left()
        return None if days is None else days if days >= 0 else "expired"


@admin.register(Resource)
class ResourceAdmin(admin.ModelAdmin):
    form = ResourceForm
    actions = ["confirm_today"]
    formfield_overrides = ADDRESSES
    autocomplete_fields = ["tags"]
    list_display = ["title", "kind", "status", "checked_on", "is_shown", "order"]
    list_filter = ["kind", "status", "is_shown"]
    search_fields = ["title", "url"]
    fields = ["kind", "title", "url", "note", "status", "checked_on", "tags", "order", "is_shown"]

    def has_delete_permission(self, request, obj=None):
        """As for help contacts."""
        return False

    def save_model(self, request, obj, form, change):
        if care.save_resource(obj, changed=set(form.changed_data)):
            self.message_user(request, f"Nobody has looked at {obj} at its new address yet.", messages.WARNING)

    @admin.action(description="I have looked today: these are there", permissions=["change"])
    def confirm_today(self, request, queryset):
        resources = list(queryset)
        count = care.confirm_resources(queryset.model.objects.filter(pk__in=[one.pk for one in resources]))
        for resource in resources:
            self.log_change(request, resource, "Looked today: it is there.")
        self.message_user(request, f"There today: {count}.", messages.SUCCESS)
