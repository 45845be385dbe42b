"""How legible a piece of the page is."""

from __future__ import annotations

CONTRASTS = """root => {
    const paint = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const layered = (...colours) => {
        paint.clearRect(0, 0, 1, 1);
        for (const colour of colours) { paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1); }
        return paint.getImageData(0, 0, 1, 1).data;
    };
    const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const found = {};
    const texts = "p, li, td, th, del, ins, summary span, caption, footer span, pre, figcaption," +
        "dt, dd, button, small, label, h4, h5";
    for (const node of root.querySelectorAll(texts)) {
        if (!node.innerText?.trim() || !node.checkVisibility()) continue;
        const grounds = [];
        for (let at = node; at; at = at.parentElement) grounds.unshift(getComputedStyle(at).backgroundColor);
        const [ground, ink] = [layered("#fff", ...grounds), layered("#fff", ...grounds, getComputedStyle(node).color)];
        const [low, high] = [light(ground), light(ink)].sort((a, b) => a - b);
        found[node.innerText.slice(0, 40)] = (high + 0.05) / (low + 0.05);
    }
    return found;
}"""
"""Of each text, the contrast with its ground, as WCAG 2.2 reckons it."""
