// What stands in a form one writes in, read from it and put back.

import { find, findAll } from "../lib/dom.js";

const FIELDS = "input[name=title], select[name=space], input[name=kind], input[name=hide], input[name=anonymous], input[name=label], input[name=tags], .poll-fields [name]";

export function contentsOf({ form, body, uploads }) {
  const fields = {};
  for (const field of findAll(FIELDS, form)) {
    if (["radio", "checkbox"].includes(field.type) && !field.checked) continue;
    fields[field.name] = field.name === "tags" && fields.tags ? `${fields.tags},${field.value}` : field.value;
  }
  return { body: body.value, fields, files: uploads?.ready ?? [] };
}

/** `over`: what stands there makes room. False where the server's page has it all, with what is wrong about it. */
export function fill({ form, body, uploads }, draft, over) {
  if (draft.files?.length && uploads) uploads.restore(draft.files);
  if (find("[aria-invalid=true], .error[role=alert], [data-server-words]", form)) return false;
  if (over || !body.value) body.value = draft.body ?? "";
  for (const field of findAll(FIELDS, form)) {
    const value = draft.fields?.[field.name];
    if (field.name === "tags") field.checked ||= (value ?? "").split(",").includes(field.value);
    else if (field.type === "radio") field.checked = value ? value === field.value : field.checked;
    else if (field.type === "checkbox") field.checked ||= Boolean(value); // what keeps more to itself wins
    else if (field.closest(".poll-fields")) field.value = value ?? field.value; // menus are never empty
    else if (over || !field.value) field.value = value ?? "";
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return true;
}

/** Whether two drafts say the same: what a closing page still sent arrives without it hearing of the version. */
export function same(one, other) {
  return told(one) === told(other);
}

function told({ body, fields, files }) {
  const kept = Object.entries(fields ?? {}).filter(([, value]) => value).sort();
  return JSON.stringify([body, kept, (files ?? []).map((file) => file.id)]);
}
