//! Applies a change to a situation.

use rust_decimal::Decimal;

use super::{Change, Situation, Target};
use crate::book::{PriceBook, SeatModel, Term};
use crate::compare::{BillingModel, CountedUse, with_price};
use crate::contract::{Contract, Line, Price, PriceTerms, Span, Subscription};

impl Situation {
    /// The situation after a change.
    ///
    /// # Errors
    /// Why the change can't be made, as one sentence with its way out on a second line.
    pub fn after(&self, change: &Change, book: &PriceBook) -> Result<Situation, String> {
        let mut after = self.clone();
        match change {
            Change::Model(model) => after.set_model(*model, book),
            Change::Used(product, target) => used(&mut after.used, self.model, product, *target, book)?,
            Change::Metered(resource, target) => metered(&mut after.used, resource, *target, book)?,
            Change::Quantity(product, target) => after.quantity(product, *target)?,
            Change::UnitPrice(product, target) => {
                let base = after.first_price(product, book);
                let price = target.of(base).ok_or_else(|| unknown_price(product))?;
                after.terms(product).unit_price = Some(price);
            }
            Change::HourlyPrice(product, target) => {
                let base = after.terms_of(product).and_then(|terms| terms.hourly_price);
                let price = target.of(base).ok_or_else(|| unknown_price(product))?;
                match after.model {
                    BillingModel::HourlyInteracting => {
                        after.contract = with_price(&after.contract, product, price, BillingModel::HourlyInteracting);
                    }
                    _ => after.terms(product).hourly_price = Some(price),
                }
            }
            Change::OveragePrice(product, target) => {
                let base = after.first_price(product, book);
                let line = line_of(&mut after.contract, product, self.on).ok_or_else(|| no_line(product))?;
                let own = line.overage_price.or(base);
                line.overage_price = Some(target.of(own).ok_or_else(|| unknown_price(product))?);
            }
            Change::Discount(product, target) => {
                let own = after.terms_of(product).and_then(|terms| terms.discount_percent).unwrap_or_default();
                let percent = percent(target.of(Some(own)).unwrap_or_default())?;
                after.terms(product).discount_percent = Some(percent);
            }
            Change::ContractDiscount(target) => {
                let own = after.contract.discount_percent.unwrap_or_default();
                after.contract.discount_percent = Some(percent(target.of(Some(own)).unwrap_or_default())?);
            }
            Change::Minimum(target) => {
                let own = after.contract.minimum_monthly_amount.unwrap_or_default();
                after.contract.minimum_monthly_amount = target.of(Some(own));
            }
        }
        Ok(after)
    }

    fn set_model(&mut self, model: BillingModel, book: &PriceBook) {
        if model != self.model {
            let under = crate::compare::UnderModel::new(book, &self.contract, model, &[], self.on, std::iter::empty());
            self.contract = Contract { ramp_until: self.contract.ramp_until, ..under.contract };
            self.model = model;
        }
    }

    fn quantity(&mut self, product: &str, target: Target) -> Result<(), String> {
        if self.contract.subscription == Subscription::MonthToMonth {
            return Err("the contract is month-to-month, which commits to nothing\n\
                 hint: give a contract with an annual `subscription`"
                .to_owned());
        }
        if !self.contract.is_in_force_on(self.on) {
            return Err(format!(
                "the contract is not in force on {}, so nothing is committed\n\
                 hint: name an instant within the contract with `--as-of`",
                self.on
            ));
        }
        match line_of(&mut self.contract, product, self.on) {
            Some(line) => line.quantity = target.of_units(line.quantity),
            None => self.contract.lines.push(Line {
                product: product.to_owned(),
                quantity: target.of_units(0),
                terms: PriceTerms::default(),
                overage_price: None,
                span: Span::default(),
                added: false,
                amendment: None,
            }),
        }
        Ok(())
    }

    /// The price that steps and discounts start from: of the line, else of the price entry, else of the list.
    fn first_price(&self, product: &str, book: &PriceBook) -> Option<Decimal> {
        let line = self.contract.line(product, self.on).and_then(|line| line.terms.unit_price);
        let price = self.contract.price(product, self.on).and_then(|price| price.terms.unit_price);
        let by_model = book.product(product).is_some_and(|product| product.can_be_concurrent());
        let model = if by_model { self.model.seat_model() } else { SeatModel::Named };
        let list =
            |term| book.price(product, model, term, self.contract.currency, self.on).map(|entry| entry.unit_price);
        let list = match self.contract.subscription {
            Subscription::MonthToMonth => list(Term::MonthToMonth).or_else(|| list(Term::Annual)),
            _ => list(Term::Annual),
        };
        line.or(price).or(list)
    }

    fn terms_of(&self, product: &str) -> Option<&PriceTerms> {
        let line = self.contract.line(product, self.on).map(|line| &line.terms);
        line.or_else(|| self.contract.price(product, self.on).map(|price| &price.terms))
    }

    /// The terms that hold for a product, to be changed; a price entry is made where nothing has any.
    fn terms(&mut self, product: &str) -> &mut PriceTerms {
        let on = self.on;
        let contract = &mut self.contract;
        let line = contract.line(product, on).and_then(|own| contract.lines.iter().position(|line| line == own));
        if let Some(place) = line {
            return &mut contract.lines[place].terms;
        }
        let price = contract.prices.iter().position(|price| price.product == product && price.span.contains(on));
        let place = price.unwrap_or_else(|| {
            let (product, terms) = (product.to_owned(), PriceTerms::default());
            contract.prices.push(Price { product, terms, span: Span::default() });
            contract.prices.len() - 1
        });
        &mut contract.prices[place].terms
    }
}

/// The line whose terms hold, to be changed.
fn line_of<'c>(contract: &'c mut Contract, product: &str, on: chrono::NaiveDate) -> Option<&'c mut Line> {
    let place = contract.line(product, on).and_then(|own| contract.lines.iter().position(|line| line == own))?;
    contract.lines.get_mut(place)
}

/// Changes what the model in force counts of a product.
fn used(
    used: &mut CountedUse,
    model: BillingModel,
    product: &str,
    target: Target,
    book: &PriceBook,
) -> Result<(), String> {
    let by_model = book.product(product).is_some_and(|product| product.can_be_concurrent());
    let own = match model {
        BillingModel::Concurrent if by_model => &mut used.concurrent,
        BillingModel::HourlyLoggedIn if by_model => &mut used.logged_in_hours,
        BillingModel::HourlyInteracting if book.product(product).is_some_and(|product| product.bills_hours) => {
            return hours(&mut used.interacting_ms, product, target);
        }
        _ => &mut used.named,
    };
    let list = own.as_mut().ok_or_else(|| not_counted(product))?;
    change(list, product, |units| target.of_units(units));
    Ok(())
}

/// Hours of interaction are counted in milliseconds and changed in hours.
fn hours(list: &mut Option<Vec<(String, u64)>>, product: &str, target: Target) -> Result<(), String> {
    const MS_PER_HOUR: u64 = 3_600_000;
    let list = list.as_mut().ok_or_else(|| not_counted(product))?;
    change(list, product, |ms| match target {
        Target::ByPercent(_) => target.of_units(ms),
        Target::To(hours) => Target::To(hours * Decimal::from(MS_PER_HOUR)).of_units(ms),
        Target::By(hours) => Target::By(hours * Decimal::from(MS_PER_HOUR)).of_units(ms),
    });
    Ok(())
}

fn change(list: &mut Vec<(String, u64)>, product: &str, to: impl Fn(u64) -> u64) {
    match list.iter_mut().find(|(id, _)| id == product) {
        Some((_, units)) => *units = to(*units),
        None => list.push((product.to_owned(), to(0))),
    }
}

/// Tokens, or one resource: `tokens` scales every resource by a percentage, and adds or sets tokens as such otherwise.
fn metered(used: &mut CountedUse, resource: &str, target: Target, book: &PriceBook) -> Result<(), String> {
    let list = used.metered.get_or_insert_default();
    if resource == "tokens" {
        if let Target::ByPercent(_) = target {
            if list.is_empty() {
                return Err("no metered usage is known, so there is nothing to change by a percentage\n\
                     hint: name a number of tokens, as `--tokens 400`"
                    .to_owned());
            }
            list.iter_mut().for_each(|(_, units)| *units = target.of(Some(*units)).unwrap_or(*units));
            return Ok(());
        }
        if let Target::To(_) = target {
            // All that costs tokens gives way to the number named; pools are no tokens.
            list.retain(|(resource, _)| book.meter_of_resource(resource).is_none());
        }
        metered_one(list, "ai_tokens", target);
    } else {
        metered_one(list, resource, target);
    }
    Ok(())
}

fn metered_one(list: &mut Vec<(String, Decimal)>, resource: &str, target: Target) {
    match list.iter_mut().find(|(id, _)| id == resource) {
        Some((_, units)) => *units = target.of(Some(*units)).unwrap_or_default(),
        None => list.push((resource.to_owned(), target.of(Some(Decimal::ZERO)).unwrap_or_default())),
    }
}

fn percent(value: Decimal) -> Result<Decimal, String> {
    if value > Decimal::ONE_HUNDRED {
        return Err(format!("a discount of {value} % is more than everything\nhint: a percentage from 0 to 100"));
    }
    Ok(value)
}

fn unknown_price(product: &str) -> String {
    format!(
        "no price of `{product}` is known that could be changed by a difference\nhint: name the price itself, as 140.00"
    )
}

fn no_line(product: &str) -> String {
    format!(
        "`{product}` has no [[line]], and only beyond a commitment there is an overage price\n\
         hint: commit to some with `--set {product}.quantity=N`, or change `unit_price`"
    )
}

fn not_counted(product: &str) -> String {
    format!(
        "the data do not tell how much of `{product}` is used\nhint: import presence and activity, or change the named model"
    )
}
