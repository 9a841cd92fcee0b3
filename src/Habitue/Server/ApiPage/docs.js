// Reads the server's description and makes a form of each of its operations.
const make = (name, properties = {}, ...inside) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
};

// An example of what a schema describes; what refers to itself ends after a few steps.
const example = (schema, parts, depth = 0) => {
  if (!schema || depth > 6) return null;
  if (schema.$ref) return example(parts[schema.$ref.split("/").pop()], parts, depth + 1);
  if (schema.example !== undefined) return schema.example;
  if (schema.enum) return schema.enum[0];
  const type = Array.isArray(schema.type) ? schema.type.find(one => one !== "null") : schema.type;
  if (type === "array") return [example(schema.items, parts, depth + 1)];
  if (type === "object" || schema.properties)
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, one]) => [name, example(one, parts, depth + 1)]));
  return type === "integer" || type === "number" ? 0 : type === "boolean" ? false : "";
};

// The collector takes the write key, everything else the read key, each as the user of basic authentication.
const authorization = path => {
  const keys = new FormData(document.getElementById("keys"));
  const writes = /^\/v1\/(identify|track|page|screen|group|alias|batch|import|cloudevents|pixel\/\w+)$/.test(path);
  const key = keys.get(writes ? "write" : "read");
  return key ? { Authorization: "Basic " + btoa(key + ":") } : {};
};

const operation = (path, method, about, parts) => {
  const fields = (about.parameters ?? []).filter(one => one.in !== "header").map(one => ({ one, input: make("input", { placeholder: one.schema?.type ?? "" }) }));
  const [type, body] = Object.entries(about.requestBody?.content ?? {})[0] ?? [];
  const text = body && make("textarea", { rows: 8, value: JSON.stringify(body.example ?? example(body.schema, parts) ?? {}, null, 2) });
  const answer = make("pre", { hidden: true, tabIndex: 0 });
  answer.setAttribute("aria-live", "polite");
  const send = async () => {
    let address = path;
    const query = new URLSearchParams();
    for (const { one, input } of fields)
      if (one.in === "path") address = address.replace(`{${one.name}}`, encodeURIComponent(input.value));
      else if (input.value) query.set(one.name, input.value);
    answer.hidden = false;
    answer.textContent = "…";
    try {
      const began = performance.now();
      const got = await fetch(address + (query.size ? "?" + query : ""), { method: method.toUpperCase(), body: text?.value, headers: { ...(text ? { "Content-Type": type } : {}), ...authorization(path) } });
      const came = await got.text();
      const took = Math.round(performance.now() - began);
      let shown = came;
      if (/json/.test(got.headers.get("content-type") ?? "") && came) shown = JSON.stringify(JSON.parse(came), null, 2);
      answer.textContent = `${got.status} ${got.statusText}  (${took} ms)\n\n${shown}`;
    } catch (problem) {
      answer.textContent = `The server did not answer: ${problem.message}`;
    }
  };
  return make("details", {},
    make("summary", {}, make("b", { textContent: method.toUpperCase() }), ` ${path} `, make("span", { textContent: about.summary ?? "" })),
    make("div", { className: "try" },
      ...(about.description ? [make("p", { textContent: about.description })] : []),
      ...fields.map(({ one, input }) => make("label", {}, `${one.name}${one.required ? "" : " (may be left out)"}`, input)),
      ...(text ? [make("label", {}, "Body", text)] : []),
      make("button", { type: "button", textContent: "Try", onclick: send }), answer));
};

const show = description => {
  document.getElementById("about").textContent = description.info.description;
  const byTag = new Map();
  for (const [path, methods] of Object.entries(description.paths))
    for (const [method, about] of Object.entries(methods)) {
      const tag = about.tags?.[0] ?? "Other";
      byTag.set(tag, [...(byTag.get(tag) ?? []), operation(path, method, about, description.components?.schemas ?? {})]);
    }
  for (const [tag, operations] of byTag)
    document.getElementById("operations").append(make("section", {}, make("h2", { textContent: tag }), ...operations));
};

fetch("/openapi/v1.json").then(got => got.json()).then(show)
  .catch(problem => { document.getElementById("about").textContent = `The description could not be read: ${problem.message}`; });
