//! The interpreter, made ready: policies parsed, data added, limits set. It knows texts and values, no workspace.
//!
//! Rego v1 is tried first, then v0, as policies for conftest were written before 2025. Functions that would reach out of the
//! process (`http.send`, `opa.runtime`, `net.lookup_ip_addr`, `rand.*`, `time.*`, `uuid.*`) are not compiled in.

use crate::policy::complaint::{Failure, Places, Text};
use crate::policy::patience::caught;
use crate::policy::reader::Dialect;
use crate::policy::{bounded, reader, shape};
use regorus::Value;
use regorus::utils::limits::ExecutionTimerConfig;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::time::Duration;

/// How long one rule may take for one document.
pub(super) const PATIENCE: Duration = Duration::from_millis(500);
/// How many steps pass between two looks at the clock.
const STEPS: NonZeroU32 = NonZeroU32::new(64).unwrap();

/// A rule that may be asked.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its package as it is written.
    pub(super) package: String,
    /// Its name.
    pub(super) name: String,
    /// Where it is written: the number of a text, and the bytes of its name. At least one; a set may be written in parts.
    pub(super) written: Vec<(usize, (u32, u32))>,
}

/// Why a rule gave no answer.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It took longer than [`PATIENCE`].
    TooLong,
    /// It cannot be evaluated.
    Failed(Failure),
}

/// The interpreter with its policies. A clone is cheap and shares the policies.
#[derive(Clone)]
pub(super) struct Engine {
    inner: regorus::Engine,
    /// All rules, each once, in the order of the texts.
    pub(super) entries: Vec<Entry>,
    /// The dialect of each text; `None` where it could not be read.
    pub(super) dialects: Vec<Option<Dialect>>,
    /// To find the places that failures name.
    places: Places,
}

impl Engine {
    /// Reads policies. What cannot be read is left out and told.
    pub(super) fn read(texts: &[Text<'_>]) -> (Engine, Vec<Failure>) {
        let mut failures = Vec::new();
        let mut is_left_out = vec![false; texts.len()];
        loop {
            let mut engine = Engine::empty(texts);
            let mut numbers = Vec::new();
            for (at, text) in texts.iter().enumerate().filter(|(at, _)| !is_left_out[*at]) {
                match engine.add(at, text) {
                    Ok(()) => numbers.push(at),
                    Err(failure) => failures.push(failure),
                }
            }
            let bad = shape::faults(engine.inner.get_modules(), &numbers);
            if bad.is_empty() {
                engine.list(&numbers);
                failures.sort();
                failures.dedup();
                return (engine, failures);
            }
            for mut failure in bad {
                if let Some(at) = failure.at {
                    failure.range = engine.places.written(at, failure.range);
                }
                failure.at.into_iter().for_each(|at| is_left_out[at] = true);
                failures.push(failure);
            }
        }
    }

    fn empty(texts: &[Text<'_>]) -> Engine {
        let mut inner = reader::new();
        inner.set_strict_builtin_errors(false);
        inner.set_gather_prints(true);
        inner.set_execution_timer_config(ExecutionTimerConfig {
            limit: PATIENCE,
            check_interval: STEPS,
        });
        for (name, count, function) in bounded::ALL {
            let call = move |values: Vec<Value>| function(&values).map_err(|why| std::io::Error::other(why).into());
            // It fails for a name that is taken, and these are the first.
            let _ = inner.add_extension(name.to_owned(), count, Box::new(call));
        }
        Engine {
            inner,
            entries: Vec::new(),
            dialects: vec![None; texts.len()],
            places: Places::of(texts),
        }
    }

    fn add(&mut self, at: usize, text: &Text<'_>) -> Result<(), Failure> {
        reader::bounded(at, text)?;
        let mut failures = Vec::new();
        for dialect in [Dialect::V1, Dialect::V0] {
            match caught(|| self.add_as(at, text, dialect)) {
                Ok(Ok(())) => {
                    self.dialects[at] = Some(dialect);
                    return Ok(());
                }
                Ok(Err(error)) => failures.push((self.places.failure(&error, Some(at)), dialect)),
                Err(why) => failures.push((self.places.failure(&why, Some(at)), dialect)),
            }
        }
        // What came further understood more of it.
        let worst = failures
            .into_iter()
            .reduce(|a, b| if b.0.range > a.0.range { b } else { a });
        let (mut failure, dialect) = worst.unwrap_or((self.places.failure("it cannot be read", Some(at)), Dialect::V1));
        let dialect = if dialect == Dialect::V1 { "v1" } else { "v0" };
        failure.message = format!("this is no Rego {dialect}: {}", failure.message);
        Err(failure)
    }

    fn add_as(&mut self, at: usize, text: &Text<'_>, dialect: Dialect) -> Result<(), String> {
        let other = reader::wording(text, dialect)?;
        let words = other.as_ref().map_or(text.text, |(words, _)| words);
        self.inner.set_rego_v0(dialect == Dialect::V0);
        let added = self.inner.add_policy(text.path.to_owned(), words.to_owned());
        added.map_err(|error| error.to_string())?;
        if let Some((words, back)) = other {
            self.places.reworded(at, &words, back);
        }
        Ok(())
    }

    fn list(&mut self, numbers: &[usize]) {
        let mut known: BTreeMap<(String, String), usize> = BTreeMap::new();
        let mut entries: Vec<Entry> = Vec::new();
        for (module, &at) in self.inner.get_modules().iter().zip(numbers) {
            for head in shape::heads(module) {
                let range = self.places.written(at, head.range);
                let package = shape::package(module).to_owned();
                let number = *known
                    .entry((package.clone(), head.name.clone()))
                    .or_insert(entries.len());
                match entries.get_mut(number) {
                    Some(entry) => entry.written.push((at, range)),
                    None => entries.push(Entry {
                        package,
                        name: head.name,
                        written: vec![(at, range)],
                    }),
                }
            }
        }
        self.entries = entries;
    }

    /// Adds values that policies read as `data`. Fails where they say something else than what is there.
    pub(super) fn add_data(&mut self, data: Value) -> Result<(), String> {
        self.inner.add_data(data).map_err(|error| error.to_string())
    }

    /// Puts other data in the place of all that there is.
    pub(super) fn set_data(&mut self, data: Value) {
        self.inner.clear_data();
        // Nothing is there that it could contradict.
        let _ = self.inner.add_data(data);
    }

    /// All data.
    pub(super) fn data(&self) -> Value {
        self.inner.get_data()
    }

    /// Says what is judged next.
    pub(super) fn set_input(&mut self, input: Value) {
        self.inner.set_input(input);
    }

    /// The value of a rule.
    pub(super) fn ask(&mut self, entry: &Entry) -> Result<Value, Refusal> {
        let path = format!("data.{}.{}", entry.package, entry.name);
        let answer = caught(|| self.inner.eval_rule(path));
        let text = match answer {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(error)) if error.downcast_ref::<regorus::LimitError>().is_some() => return Err(Refusal::TooLong),
            Ok(Err(error)) => error.to_string(),
            Err(why) => why,
        };
        match text.contains("execution exceeded time limit") {
            true => Err(Refusal::TooLong),
            false => {
                let mut failure = self.places.failure(&text, None);
                if let (None, Some(&(at, range))) = (failure.at, entry.written.first()) {
                    (failure.at, failure.range) = (Some(at), range);
                }
                Err(Refusal::Failed(failure))
            }
        }
    }

    /// What policies printed since the last time.
    pub(super) fn printed(&mut self) -> Vec<String> {
        self.inner.take_prints().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Engine, Refusal};
    use crate::policy::complaint::Text;
    use crate::policy::reader::Dialect;
    use regorus::Value;

    fn read(texts: &[&str]) -> (Engine, Vec<(Option<usize>, u32, String)>) {
        let paths = ["p0.rego", "p1.rego"];
        let texts = paths.iter().zip(texts).map(|(path, text)| Text { path, text });
        let texts: Vec<Text<'_>> = texts.collect();
        let (engine, failures) = Engine::read(&texts);
        let failures = failures
            .into_iter()
            .map(|found| (found.at, found.range.0, found.message));
        (engine, failures.collect())
    }

    fn ask(policy: &str) -> Result<String, String> {
        let (mut engine, failures) = read(&[policy]);
        assert_eq!(failures, []);
        engine.set_input(Value::from_json_str("{\"a\": 1}").unwrap());
        let entry = engine.entries[0].clone();
        match engine.ask(&entry) {
            Ok(value) => Ok(serde_json::to_string(&value).unwrap()),
            Err(Refusal::TooLong) => Err("too long".to_owned()),
            Err(Refusal::Failed(failure)) => Err(failure.message),
        }
    }

    #[test]
    fn both_dialects_are_read() {
        let policies = [
            "package a\ndeny contains \"x\" if true\n",
            "package a\nwarn[msg] { msg := \"x\" }\n",
        ];
        let (engine, failures) = read(&policies);
        assert_eq!(failures, []);
        assert_eq!(engine.dialects, [Some(Dialect::V1), Some(Dialect::V0)]);
        let names: Vec<&str> = engine.entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["deny", "warn"]);
    }

    #[test]
    fn functions_of_other_packages_are_called_by_the_name_of_their_import() {
        let library = "package lib.shop\nprice(x) := x + 1\n";
        let asking = "package a\nimport data.lib.shop as s\nx := s.price(1)\nbad := s.tax(1)\n";
        let (mut engine, failures) = read(&[asking, library]);
        assert_eq!(failures, []);
        let entries = engine.entries.clone();
        assert_eq!(entries[1].written, [(0, (52, 55))]);
        assert_eq!(engine.ask(&entries[0]).unwrap(), Value::from(2));
        let Err(Refusal::Failed(failure)) = engine.ask(&entries[1]) else {
            panic!("there is no `tax`");
        };
        assert_eq!(failure.message, "could not find function data.lib.shop.tax");
        assert_eq!((failure.at, &asking[failure.range.0 as usize..]), (Some(0), "(1)\n"));
    }

    #[test]
    fn what_cannot_be_read_is_left_out_and_told() {
        let good = "package a\ndeny contains \"x\" if true\n";
        for (bad, start, message) in [
            (
                "package b\nimport rego.v1\nx if {\n  1 ==\n}\n",
                39,
                "this is no Rego v1: expecting expression",
            ),
            (
                "package b\nx := 1 \u{1b}[31m\n",
                17,
                "a control character stands in the policy",
            ),
            (
                "package b\nf(x) := f(x)\n",
                10,
                "the function `b.f` calls itself, which Rego does not allow",
            ),
            (
                "package b\nimport data.b as me\nf(x) := y if { y := me.g(x) }\ng(x) := [f(y) | y := x]\n",
                30,
                "the function `b.f` calls itself, which Rego does not allow",
            ),
        ] {
            let (engine, failures) = read(&[good, bad]);
            assert_eq!(failures[0], (Some(1), start, message.to_owned()));
            assert_eq!(engine.entries.len(), 1, "{bad}");
        }
    }

    #[test]
    fn a_function_may_call_another_of_its_name() {
        let policies = [
            "package a\nf(x) := data.b.f(x)\n",
            "package b\nf(x) := x\ng(x) := f(f(x))\n",
        ];
        assert_eq!(read(&policies).1, []);
    }

    #[test]
    fn a_policy_reaches_nothing_outside() {
        for call in [
            "http.send({\"method\": \"get\", \"url\": \"x\"})",
            "opa.runtime()",
            "time.now_ns()",
            "rand.intn(\"a\", 9)",
            "uuid.rfc4122(\"a\")",
            "net.lookup_ip_addr(\"localhost\")",
        ] {
            let name = call.split('(').next().unwrap();
            let policy = format!("package a\nx := {call}\n");
            assert_eq!(ask(&policy), Err(format!("could not find function {name}")));
        }
    }

    #[test]
    fn what_runs_away_is_stopped() {
        let slow =
            "package a\nx if { some i in numbers.range(1, 99999); some j in numbers.range(1, 99999); i + j == 0 }\n";
        assert_eq!(ask(slow), Err("too long".to_owned()));
        let many = "package a\nx := count(numbers.range(1, 1000000000))\n";
        assert_eq!(ask(many), Err("a range of more than 1000000 numbers".to_owned()));
        let circular = "package a\nx if y\ny if x\n";
        assert_eq!(ask(circular), Err("recursion detected when evaluating rule".to_owned()));
    }

    #[test]
    fn the_functions_that_policies_use_are_there() {
        for (call, expected) in [
            ("sprintf(\"%s %d %v\", [\"a\", 2, [3]])", "\"a 2 [3]\""),
            ("regex.match(\"^a+$\", \"aa\")", "true"),
            ("glob.match(\"*.x\", [\".\"], \"a.x\")", "true"),
            ("semver.compare(\"1.2.0\", \"1.10.0\")", "-1"),
            ("base64.decode(\"YQ==\")", "\"a\""),
            ("base64url.decode(\"YQ\")", "\"a\""),
            ("{\"a\\\"b\"}[\"a\\\"b\"]", "\"a\\\"b\""),
            ("yaml.unmarshal(\"a: 1\").a", "1"),
            ("json.unmarshal(\"[1]\")[0]", "1"),
            ("net.cidr_contains(\"10.0.0.0/8\", \"10.1.2.3\")", "true"),
            ("units.parse_bytes(\"1Ki\")", "1024"),
            ("object.get(input, \"b\", 7)", "7"),
            ("count([p | walk(input, [p, _])])", "2"),
            ("[p | [p, 1] := walk(input)]", "[[\"a\"]]"),
            ("sprintf(\"%q %s %s\", [\"a\", 1])", "\"\\\"a\\\" 1 %!s(MISSING)\""),
        ] {
            assert_eq!(
                ask(&format!("package a\nx := {call}\n")).as_deref(),
                Ok(expected),
                "{call}"
            );
        }
    }

    #[test]
    fn nests_of_brackets_end() {
        let nest = format!("package a\nx := {}1{}\n", "[".repeat(30), "]".repeat(30));
        let (_, failures) = read(&[&nest]);
        assert!(failures[0].2.contains("nested so deep"), "{failures:?}");
    }
}
