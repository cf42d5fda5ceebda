//! What all charts share: the paper, the head with the finding, the foot with date and source, a cursor that goes down.

use chrono::{DateTime, Utc};

use super::palette::Ink;
use super::scene::{Anchor, LABEL, SMALL, Scene, TITLE, Type, wrapped};
use crate::format;

/// A chart in the making.
pub(super) struct Frame {
    pub(super) ink: Ink,
    pub(super) scene: Scene,
    /// First free pixel row.
    pub(super) y: f64,
}

/// Free room at the left and right edge.
const MARGIN: f64 = 4.0;

impl Frame {
    pub(super) fn new(ink: Ink, width: f64) -> Self {
        Self { ink, scene: Scene { width, height: 0.0, shapes: Vec::new(), hovers: Vec::new() }, y: 4.0 }
    }

    /// Left edge of the content.
    pub(super) fn left(&self) -> f64 {
        MARGIN
    }

    /// Right edge of the content.
    pub(super) fn right(&self) -> f64 {
        self.scene.width - MARGIN
    }

    /// Room between the edges.
    pub(super) fn room(&self) -> f64 {
        self.right() - self.left()
    }

    pub(super) fn head(&mut self, title: &str, units: &str) {
        let (text, muted) = (self.ink.text, self.ink.muted);
        self.lines(title, TITLE, text, 21.0);
        self.y += 2.0;
        self.lines(units, SMALL, muted, 15.0);
        self.y += 12.0;
    }

    /// One sentence in the place of marks.
    pub(super) fn sentence(&mut self, text: &str) {
        let color = self.ink.text;
        self.lines(text, LABEL, color, 18.0);
    }

    /// One remark below the marks.
    pub(super) fn remark(&mut self, text: &str) {
        let color = self.ink.muted;
        self.lines(text, SMALL, color, 15.0);
    }

    pub(super) fn foot_of(self, as_of: DateTime<Utc>, snapshot: &str, tool_version: &str) -> Scene {
        self.foot_saying(&format::instant(as_of), snapshot, tool_version)
    }

    /// The foot with the date as it is to be written.
    pub(super) fn foot_saying(mut self, as_of: &str, snapshot: &str, tool_version: &str) -> Scene {
        self.y += 10.0;
        let (left, right, y, rule) = (self.left(), self.right(), self.y, self.ink.rule);
        self.scene.line((left, y), (right, y), rule);
        self.y += 5.0;
        self.remark(&format!(
            "As of {as_of} · Source: snapshot {} · seatwise {tool_version}",
            format::shortened(snapshot, 16),
        ));
        self.scene.height = self.y + 4.0;
        self.scene
    }

    /// Wraps `text` over the whole width and goes down by `step` per line.
    fn lines(&mut self, text: &str, style: Type, color: super::palette::Color, step: f64) {
        let (left, room) = (self.left(), self.room());
        // Two pixels of slack: the document's font may be a little wider in bold.
        for line in wrapped(text, style, room - 2.0) {
            self.scene.text((left, self.y + step / 2.0), &line, style, color, Anchor::Start);
            self.y += step;
        }
    }
}
