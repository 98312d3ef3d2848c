namespace Emulator.Reports;

/// <summary>
/// What a browser adds to the static picture: zoom (click, Enter), search (Ctrl-F) and a way through the frames by arrow keys.
/// It reads times from the frames' data-from and data-to (ns), names from the first line of their titles, and measures from
/// the data attributes of the group; so no value is pasted into it.
/// </summary>
internal static class FlameScript
{
    public const string Text = """

        (() => {
          'use strict';
          const svg = document.currentScript.closest('svg');
          const one = selector => svg.querySelector(selector);
          const group = one('.frames'), details = one('.details'), matched = one('.matched'), reset = one('.reset'), box = one('input');
          const { left, width, glyph, padding } = Object.fromEntries(Object.entries(group.dataset).map(([key, text]) => [key, +text]));
          const frames = [...group.querySelectorAll('.frame')].map(element => {
            const tip = element.querySelector('title').textContent;
            return {
              element, tip: tip.replace('\n', ': '), name: tip.split('\n')[0], level: +element.getAttribute('aria-level'),
              from: +element.dataset.from, to: +element.dataset.to, shown: true,
            };
          });
          const root = frames[0];
          let zoomed = root;

          const within = (inner, outer) => inner.level >= outer.level && inner.from >= outer.from && inner.to <= outer.to;
          const frameOf = event => frames.find(frame => frame.element === event.target.closest('.frame'));
          const say = frame => { details.textContent = (frame ?? zoomed).tip; };

          function fit(name, pixels) {
            const glyphs = Math.floor((pixels - padding) / glyph);
            if (glyphs < 3) return '';
            return name.length <= glyphs ? name : name.slice(0, glyphs - 2) + '..';
          }

          // The chosen frame takes the whole width, its callers too, and what lies beside it goes.
          function zoom(target) {
            zoomed = target;
            const share = ns => Math.min(Math.max((ns - target.from) / (target.to - target.from), 0), 1);
            const edge = ns => left + Math.round(share(ns) * width * 100) / 100;
            for (const frame of frames) {
              const caller = frame !== target && within(target, frame);
              frame.shown = caller || within(frame, target);
              frame.element.classList.toggle('hidden', !frame.shown);
              frame.element.classList.toggle('caller', caller);
              if (!frame.shown) continue;
              const x = edge(frame.from), pixels = edge(frame.to) - x;
              const rect = frame.element.querySelector('rect'), text = frame.element.querySelector('text');
              rect.setAttribute('x', x);
              rect.setAttribute('width', +pixels.toFixed(2));
              text.setAttribute('x', +(x + padding / 2).toFixed(2));
              text.textContent = fit(frame.name, pixels);
            }
            reset.classList.toggle('hidden', target === root);
            say();
          }

          function search() {
            let pattern = null;
            box.classList.remove('wrong');
            try {
              if (box.value !== '') pattern = new RegExp(box.value, 'i');
            } catch {
              box.classList.add('wrong');
            }
            // Callers come before callees: what lies within the last hit is counted with it.
            let ns = 0, end = root.from;
            for (const frame of frames) {
              const hit = frame !== root && pattern !== null && pattern.test(frame.name);
              frame.element.classList.toggle('hit', hit);
              if (!hit || frame.from < end) continue;
              ns += frame.to - frame.from;
              end = frame.to;
            }
            const percent = (100 * ns / (root.to - root.from)).toFixed(2);
            matched.textContent = pattern !== null ? `matched ${percent}%` : box.value !== '' ? 'not a regular expression' : '';
          }

          // The roving tabindex of a tree: Tab enters it at one frame, arrows go on from there.
          function focus(frame) {
            for (const other of frames) other.element.setAttribute('tabindex', other === frame ? 0 : -1);
            frame.element.focus();
          }

          function neighbour(frame, key) {
            const deeper = 'top' in group.dataset ? 'ArrowDown' : 'ArrowUp';
            const row = level => frames.filter(other => other.shown && other.level === level);
            const same = row(frame.level), at = same.indexOf(frame);
            if (key === 'ArrowRight') return same[at + 1];
            if (key === 'ArrowLeft') return same[at - 1];
            if (key === deeper) return row(frame.level + 1).find(other => within(other, frame));
            return row(frame.level - 1).find(other => within(frame, other));
          }

          group.addEventListener('click', event => { const frame = frameOf(event); if (frame) zoom(frame); });
          group.addEventListener('keydown', event => {
            const frame = frameOf(event);
            if (event.key === 'Enter' || event.key === ' ') zoom(frame);
            else if (event.key.startsWith('Arrow')) focus(neighbour(frame, event.key) ?? frame);
            else return;
            event.preventDefault();
          });
          for (const kind of ['mouseover', 'focusin']) group.addEventListener(kind, event => say(frameOf(event)));
          for (const kind of ['mouseout', 'focusout']) group.addEventListener(kind, () => say());

          const back = () => { zoom(root); focus(root); };
          reset.addEventListener('click', back);
          reset.addEventListener('keydown', event => {
            if (event.key !== 'Enter' && event.key !== ' ') return;
            event.preventDefault();
            back();
          });
          box.addEventListener('input', search);
          addEventListener('keydown', event => {
            // In a page of several graphs the first one takes the key; a second Ctrl-F is the browser's own search.
            if (event.defaultPrevented) return;
            if ((event.ctrlKey || event.metaKey) && event.key === 'f' && !document.activeElement?.closest('svg.flame .search')) {
              event.preventDefault();
              box.focus();
              box.select();
            } else if (event.key === 'Escape') {
              if (box.value !== '') { box.value = ''; search(); } else if (zoomed !== root) back();
            }
          });
          one('.search').classList.remove('hidden');
        })();

        """;
}
