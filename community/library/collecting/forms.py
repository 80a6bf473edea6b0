"""Naming a collection; changing what is in it."""

from __future__ import annotations

from django import forms

from community.fields import LineField


class CollectionForm(forms.Form):
    title = LineField(max_length=80, error_messages={"required": "Give it a name."})
    sentence = LineField(max_length=300, required=False)
    ours = forms.BooleanField(required=False)


class ArrangeForm(forms.Form):
    do = forms.ChoiceField(choices=[("out", ""), ("up", ""), ("down", "")])
    document = forms.UUIDField()


class PutForm(forms.Form):
    collection = forms.IntegerField(
        min_value=1, max_value=2**31 - 1, error_messages={"required": "Choose a collection."}
    )
