// Measures every frame of the page once all are laid out; what is wrong goes to #found as JSON.
// A frame carries in data-hidden the words that may be unseen, and in data-words those that must
// be seen.
"use strict";

function opaque(value) {
  const parts = value.match(/[\d.]+/g).map(Number);
  return parts.length < 4 || parts[3] === 1 ? parts.slice(0, 3) : null;
}

function luminance(colour) {
  const [r, g, b] = colour.map((each) => {
    const share = each / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function behind(element, style) {
  for (let at = element; at; at = at.parentElement) {
    const value = style(at).backgroundColor;
    if (value !== "rgba(0, 0, 0, 0)") return opaque(value);
  }
  return null;
}

// The part of `box` that no ancestor cuts off.
function uncut(box, element, style) {
  let { left, right, top, bottom } = box;
  for (let at = element; at; at = at.parentElement) {
    const own = style(at);
    if (own.overflowX === "visible" && own.overflowY === "visible") continue;
    const frame = at.getBoundingClientRect();
    left = Math.max(left, frame.left);
    right = Math.min(right, frame.right);
    top = Math.max(top, frame.top);
    bottom = Math.min(bottom, frame.bottom);
  }
  return { left, right, top, bottom };
}

function measured(frame) {
  const view = frame.contentWindow;
  const root = view.document.documentElement;
  const style = (element) => view.getComputedStyle(element);
  const width = frame.clientWidth;
  const faults = [];
  if (root.scrollWidth > width) faults.push(`ancho ${root.scrollWidth} en ${width}`);
  const texts = view.document.createTreeWalker(view.document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const words = texts.currentNode.data.trim();
    const element = texts.currentNode.parentElement;
    if (!words || element.closest("style,script")) continue;
    const range = view.document.createRange();
    range.selectNodeContents(texts.currentNode);
    const boxes = [...range.getClientRects()].filter((box) => box.width && box.height);
    const told = words.slice(0, 40);
    const seen = style(element).visibility === "visible" && Number(style(element).opacity) > 0;
    if (!boxes.length || !seen) {
      if (words !== frame.dataset.hidden) faults.push(`no se ve: ${told}`);
      continue;
    }
    for (const box of boxes) {
      const kept = uncut(box, element, style);
      const lost = kept.right - kept.left < box.width - 1 || kept.bottom - kept.top < box.height / 2;
      if (lost || box.left < 0 || box.right > width + 0.5 || box.top < 0) {
        faults.push(`cortado: ${told}`);
        break;
      }
    }
    const back = behind(element, style);
    const ratio = back ? contrast(opaque(style(element).color) ?? back, back) : 0;
    if (ratio < 4.5) faults.push(`contraste ${ratio.toFixed(1)}: ${told}`);
  }
  const shown = new Set(view.document.body.innerText.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const missing = frame.dataset.words.split(" ").filter((word) => word && !shown.has(word));
  if (missing.length) faults.push(`palabras que faltan: ${missing.join(" ")}`);
  for (const image of view.document.images) {
    if (!image.naturalWidth) faults.push(`imagen que no se ve: ${image.alt.slice(0, 40)}`);
  }
  const dark = view.matchMedia("(prefers-color-scheme:dark)").matches;
  return { name: frame.name, width, dark, faults };
}

window.onload = () => {
  const found = [...document.querySelectorAll("iframe")].map(measured);
  document.body.textContent = "";
  const out = document.createElement("pre");
  out.id = "found";
  out.textContent = JSON.stringify(found);
  document.body.append(out);
};
