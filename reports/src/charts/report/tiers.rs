//! Tier held against tier that is enough: people large, money small, color by people.

use super::numbers::Numbers;
use super::rows::{self, clean};
use crate::charts::frame::Frame;
use crate::charts::palette::{between, readable_on};
use crate::charts::scene::{Anchor, FIGURE, LABEL, SMALL, STRONG, Type, has_room, measure};
use crate::report::{TierCell, Tiers};

/// Height of a cell, and of the row of column heads.
const CELL: f64 = 52.0;
const HEAD: f64 = 24.0;

pub(super) fn draw(frame: &mut Frame, numbers: Numbers<'_>, tiers: &Tiers) {
    if tiers.cells.is_empty() {
        frame.sentence("No cell has people in it.");
        return;
    }
    let columns = enough(tiers);
    let rows = (0..tiers.products.len()).filter(|held| tiers.cells.iter().any(|cell| cell.held == *held));
    let rows: Vec<usize> = rows.collect();
    let names: Vec<String> = rows.iter().map(|held| name(tiers, Some(*held))).collect();
    // No more than the names of the rows need: the columns have names, too.
    let needed = names.iter().map(|name| measure(name, SMALL_BOLD)).fold(0.0, f64::max) + 12.0;
    let gutter = (frame.room() * 0.2).min(needed.clamp(60.0, 110.0));
    let wide = (frame.room() - gutter) / columns.len().max(1) as f64;
    let shown = Shown::new(tiers, &columns, (wide - 3.0, gutter - 8.0));
    heads(frame, &shown, &columns, (gutter, wide));
    let most = tiers.cells.iter().map(|cell| cell.people).max().unwrap_or(1).max(1);
    let mut left_out = false;
    let (style, names) = alike(&rows.iter().map(|held| shown.name(Some(*held))).collect::<Vec<_>>(), gutter - 8.0);
    for (held, name) in rows.into_iter().zip(&names) {
        let left = frame.left();
        head(frame, name, (left, frame.y + CELL / 2.0), (style, Anchor::Start));
        for (at, enough) in columns.iter().enumerate() {
            let x = left + gutter + at as f64 * wide;
            let cell = tiers.cells.iter().find(|cell| cell.held == held && cell.enough == *enough);
            left_out |= !square(frame, (numbers, tiers), cell, (x, wide), most);
        }
        frame.y += CELL + 2.0;
    }
    frame.y += 4.0;
    frame.remark("Rows: held. Columns: enough for what was used. Stronger color: more people. + saves, − costs more.");
    if !shown.short.is_empty() {
        frame.remark(&shown.legend());
    }
    if tiers.cells.iter().any(|cell| cell.unpriced > 0 && cell.contracted.is_some()) {
        frame.remark("* Without people who hold a product whose price is unknown.");
    }
    if left_out {
        frame.remark("Amounts that are wider than their cell are left out here; the data files have all.");
    }
}

/// Names as heads: whole, or shortened where columns are narrow; what is short is explained below.
struct Shown<'t> {
    tiers: &'t Tiers,
    /// Product, and its short name.
    short: Vec<(usize, String)>,
}

impl<'t> Shown<'t> {
    /// `room` is that of the columns; a short name stands beside its row, too.
    fn new(tiers: &'t Tiers, columns: &[Option<usize>], (room, beside): (f64, f64)) -> Self {
        let mut short = Vec::new();
        let fits = |product: &usize, style| has_room(&name(tiers, Some(*product)), style, room);
        let style = if columns.iter().flatten().all(|own| fits(own, LEAST_BOLD)) { LEAST_BOLD } else { SMALL_BOLD };
        // Where one has to be shortened, all are that would need smaller letters.
        for product in columns.iter().flatten() {
            let name = name(tiers, Some(*product));
            if !has_room(&name, style, room) {
                short.push((*product, abbreviated(&name, SMALL_BOLD, room.min(beside))));
            }
        }
        let alike = |(at, (_, own)): (usize, &(usize, String))| short[..at].iter().any(|(_, other)| other == own);
        // Two products of one short name could not be told apart: their words are broken.
        if short.iter().enumerate().any(alike) {
            short.clear();
        }
        Self { tiers, short }
    }

    fn name(&self, product: Option<usize>) -> String {
        let short = self.short.iter().find(|(own, _)| Some(*own) == product);
        short.map_or_else(|| name(self.tiers, product), |(_, short)| short.clone())
    }

    fn legend(&self) -> String {
        let names = self.short.iter().map(|(product, short)| format!("{short}: {}", name(self.tiers, Some(*product))));
        names.collect::<Vec<_>>().join("; ")
    }
}

/// Words that are too wide, shortened to what fits with a full stop.
fn abbreviated(name: &str, style: Type, room: f64) -> String {
    let short = |word: &str| {
        if measure(word, style) <= room {
            return word.to_owned();
        }
        let letters: Vec<char> = word.chars().take(40).collect();
        let cut = |count: usize| format!("{}.", letters[..count].iter().collect::<String>());
        let fitting = (1..letters.len()).rev().filter(|count| measure(&cut(*count), style) <= room);
        // An abbreviation ends in a consonant where it can.
        let fitting: Vec<usize> = fitting.collect();
        let is_sound = |count: &&usize| **count > 2 && !"aeiou".contains(letters[**count - 1]);
        cut(*fitting.iter().find(is_sound).or(fitting.first()).unwrap_or(&1))
    };
    name.split(' ').map(short).collect::<Vec<_>>().join(" ")
}

fn heads(frame: &mut Frame, shown: &Shown<'_>, columns: &[Option<usize>], (gutter, wide): (f64, f64)) {
    let (style, names) = alike(&columns.iter().map(|column| shown.name(*column)).collect::<Vec<_>>(), wide - 3.0);
    let high =
        names.iter().map(|lines| lines.len() as f64 * (style.size + 2.0)).fold(HEAD, |most, own| most.max(own + 8.0));
    let (left, muted, y) = (frame.left(), frame.ink.muted, frame.y + high / 2.0);
    let axes = "held ↓  enough →";
    if measure(axes, SMALL) <= gutter - 4.0 {
        frame.scene.text((left, y), axes, SMALL, muted, Anchor::Start);
    }
    for (at, name) in names.iter().enumerate() {
        let x = left + gutter + (at as f64 + 0.5) * wide;
        head(frame, name, (x, y), (style, Anchor::Middle));
    }
    frame.y += high;
}

/// Writes the lines of a head around a middle.
fn head(frame: &mut Frame, lines: &[String], (x, middle): (f64, f64), (style, anchor): (Type, Anchor)) {
    let (step, text) = (style.size + 2.0, frame.ink.text);
    let first = middle - step * (lines.len().max(1) - 1) as f64 / 2.0;
    for (at, line) in lines.iter().enumerate() {
        frame.scene.text((x, first + step * at as f64), line, style, text, anchor);
    }
}

/// Draws one cell; `false` where its amount has no room.
fn square(
    frame: &mut Frame,
    (numbers, tiers): (Numbers<'_>, &Tiers),
    cell: Option<&TierCell>,
    (x, wide): (f64, f64),
    most: u64,
) -> bool {
    let (y, rule, muted) = (frame.y, frame.ink.rule, frame.ink.muted);
    let (middle, inside) = (x + wide / 2.0, wide - 2.0);
    let Some(cell) = cell else {
        frame.scene.line((x, y + CELL), (x + inside, y + CELL), rule);
        frame.scene.text((middle, y + CELL / 2.0), "·", LABEL, muted, Anchor::Middle);
        return true;
    };
    // The root keeps cells of few people apart from empty ones beside a cell of thousands.
    let share = (cell.people as f64 / most as f64).sqrt();
    let ground = between(frame.ink.scale, share);
    let letters = readable_on(ground);
    frame.scene.rect((x, y), (inside, CELL), ground);
    let people = numbers.count(Some(cell.people));
    let style = largest(&people, [FIGURE, STRONG, SMALL_BOLD], inside - 2.0);
    let style = rows::letters([people.as_str()].into_iter(), style, inside - 2.0);
    frame.scene.text((middle, y + 19.0), &people, style, letters, Anchor::Middle);
    let money = money(numbers, cell);
    // A cut amount would be a wrong one: smaller letters, else none (the data files have them all).
    let style = [SMALL, TINY].into_iter().find(|style| measure(&money, *style) <= inside - 2.0);
    if let Some(style) = style {
        frame.scene.text((middle, y + 38.0), &money, style, letters, Anchor::Middle);
    }
    let (held, enough) = (name(tiers, Some(cell.held)), name(tiers, cell.enough));
    let said = format!("{held} → {enough}: {}, {money}", numbers.counted(cell.people, "person"));
    frame.scene.hover((x, y), (inside, CELL), said);
    style.is_some()
}

/// The first of `styles` in which `text` fits into `room`, else the last.
fn largest<const N: usize>(text: &str, styles: [Type; N], room: f64) -> Type {
    styles.into_iter().find(|style| measure(text, *style) <= room).unwrap_or(styles[N - 1])
}

/// Letters in which all heads fit into three lines, so that none looks less than the others, and their lines. A word is
/// broken before letters become too small to read.
fn alike(names: &[String], room: f64) -> (Type, Vec<Vec<String>>) {
    let whole = |style: &Type| names.iter().all(|name| has_room(name, *style, room));
    let broken = |style: &Type| names.iter().all(|name| rows::lines(name, *style, room, LINES + 1).len() <= LINES);
    let unbroken = [STRONG, SMALL_BOLD, LEAST_BOLD].into_iter().find(|style| whole(style) && broken(style));
    let style = unbroken.or_else(|| [SMALL_BOLD, TINY_BOLD].into_iter().find(broken)).unwrap_or(TINY_BOLD);
    (style, names.iter().map(|name| rows::lines(name, style, room, LINES)).collect())
}

/// Lines of a head at most.
const LINES: usize = 3;

/// Letters of an amount in a narrow cell.
const TINY: Type = Type { size: 9.0, bold: false };
/// Letters of a long head, and of a longer one.
const SMALL_BOLD: Type = Type { size: 10.5, bold: true };
const LEAST_BOLD: Type = Type { size: 9.0, bold: true };
const TINY_BOLD: Type = Type { size: 8.0, bold: true };

/// The contracted difference, else the list difference marked so; nothing for people who keep what they hold.
fn money(numbers: Numbers<'_>, cell: &TierCell) -> String {
    match (cell.contracted, cell.list) {
        (delta, _) if cell.enough == Some(cell.held) && delta.is_none_or(|delta| delta.is_zero()) => "keep".to_owned(),
        (Some(amount), _) if cell.unpriced > 0 => format!("{}*", numbers.change(amount)),
        (Some(amount), _) => numbers.change(amount),
        (None, Some(amount)) => format!("{} list", numbers.change(amount)),
        (None, None) => "unpriced".to_owned(),
    }
}

/// Products that are enough for someone, in their order; `None`, no seat, comes first: the largest saving.
fn enough(tiers: &Tiers) -> Vec<Option<usize>> {
    let columns = [None].into_iter().chain((0..tiers.products.len()).map(Some));
    columns.filter(|column| tiers.cells.iter().any(|cell| cell.enough == *column)).collect()
}

fn name(tiers: &Tiers, product: Option<usize>) -> String {
    // `Communicate User` is `Communicate` where room is scarce: no other product of Genesys begins so.
    let short = |name: &String| clean(name.strip_suffix(" User").unwrap_or(name));
    let known = |at: usize| tiers.products.get(at).map_or_else(String::new, short);
    product.map_or_else(|| "no seat".to_owned(), known)
}
