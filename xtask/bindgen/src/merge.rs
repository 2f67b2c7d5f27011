//! Fewer files of what areas share. wasm-split writes one for each set of areas that has something in common, dozens of small
//! ones, and small files compress badly. Here those are put into one that come at the same time anyway.
//!
//! What wasm-split writes can simply be put side by side: such a file has no function from elsewhere and gives none away; all
//! of them are called by their places in one table, and all have the same list of types.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{
    CodeSection, DataCountSection, DataSection, ElementSection, FunctionSection, ImportSection, Module, RawSection,
    SectionId,
};
use wasmparser::{Parser, Payload, TypeRef};

type Error = Box<dyn std::error::Error>;

/// Areas that are opened within another one: its code is there by then.
const WITHIN: [&str; 8] =
    ["members", "member", "projects", "project_members", "settings", "billing", "security", "audit_log"];
const AROUND: &str = "organization";
/// What the names of shared files begin with.
const SHARED: &str = "chunk_";
/// Bytes that are no file of their own.
const SMALL: usize = 5_000;
/// How the script ends what loads a shared file: it needs no others.
const NO_OTHERS: &str = "\n, []);\n";

/// Files that become one, by the name of the first.
pub type Merged = BTreeMap<String, Vec<String>>;

/// Which of the shared files come at the same time, or nearly. What an organization has a part in comes with it, whichever of the
/// areas within it need it too; what more than three of those need comes with each of them; and what is small goes to what more
/// areas share.
pub fn groups(areas: &HashMap<String, Vec<String>>, size: impl Fn(&str) -> usize) -> Merged {
    let mut sharing: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (area, files) in areas {
        for file in files.iter().filter(|file| file.starts_with(SHARED)) {
            sharing.entry(file).or_default().insert(area);
        }
    }
    let mut groups: BTreeMap<BTreeSet<&str>, Vec<String>> = BTreeMap::new();
    for (file, mut areas) in sharing {
        if areas.contains(AROUND) {
            areas.retain(|area| !WITHIN.contains(area));
        } else if areas.iter().filter(|area| WITHIN.contains(area)).count() > 3 {
            areas.extend(WITHIN);
        }
        groups.entry(areas).or_default().push(file.to_owned());
    }
    let mut by_size: Vec<(usize, BTreeSet<&str>)> =
        groups.iter().map(|(areas, files)| (files.iter().map(|file| size(file)).sum(), areas.clone())).collect();
    by_size.sort();
    for (_, few) in by_size.into_iter().take_while(|(size, _)| *size < SMALL) {
        let covers = |more: &BTreeSet<&str>| {
            few.iter().all(|area| more.contains(area) || more.contains(AROUND) && WITHIN.contains(area))
        };
        let wider = groups
            .keys()
            .filter(|more| **more != few && covers(more))
            .min_by_key(|more| (more.contains(AROUND), more.len()))
            .cloned();
        if let Some(files) = wider.and_then(|wider| Some((groups.remove(&few)?, groups.get_mut(&wider)?))) {
            files.1.extend(files.0);
        }
    }
    let named = |mut files: Vec<String>| {
        // The script knows the files in the order of their numbers.
        files.sort_by_key(|file| (file.len(), file.clone()));
        Some((files.first()?.clone(), files))
    };
    groups.into_values().filter_map(named).collect()
}

/// The script that loads files, so that it loads those that are left.
pub fn script(mut script: String, merged: &Merged) -> Result<String, Error> {
    for (first, others) in merged {
        for other in others.iter().filter(|other| *other != first) {
            let start =
                script.find(&format!("const __{other} = makeLoad(")).ok_or(format!("the script loads no {other}"))?;
            // Above it stands for which areas it is.
            let start = script[..start].rfind("/* ").ok_or(format!("nothing is said of {other}"))?;
            let end = script[start..].find(NO_OTHERS).ok_or(format!("{other} is loaded in another way"))? + start;
            script.replace_range(start..end + NO_OTHERS.len(), "");
        }
    }
    // What each area needs stands at the end of a line.
    let lines = script.lines().map(|line| match line.strip_prefix(", [").and_then(|line| line.strip_suffix("]));")) {
        Some(files) if !files.is_empty() => {
            let files: BTreeSet<String> =
                files.split(", __").map(|file| format!("__{}", left(merged, file.trim_start_matches('_')))).collect();
            format!(", [{}]));\n", files.into_iter().collect::<Vec<_>>().join(", "))
        }
        _ => format!("{line}\n"),
    });
    Ok(lines.collect())
}

/// The file in which this one is now.
fn left<'a>(merged: &'a Merged, file: &'a str) -> &'a str {
    merged.iter().find(|(_, group)| group.iter().any(|other| other == file)).map_or(file, |(first, _)| first)
}

/// The same for the list of each area's files.
pub fn list(areas: &mut HashMap<String, Vec<String>>, merged: &Merged) {
    for files in areas.values_mut() {
        for file in files.iter_mut() {
            *file = left(merged, file).to_owned();
        }
        files.sort();
        files.dedup();
    }
}

/// One file that does what these do.
pub fn one(files: &[Vec<u8>]) -> Result<Vec<u8>, Error> {
    let mut all = Sections::default();
    for file in files {
        all.add(file)?;
    }
    Ok(all.into_module())
}

/// The sections of what is put side by side.
#[derive(Default)]
struct Sections {
    types: Vec<u8>,
    /// Taken from elsewhere: the table, the memory and, where one is needed, the place of the stack.
    imports: BTreeMap<(String, String), wasm_encoder::EntityType>,
    functions: FunctionSection,
    elements: ElementSection,
    code: CodeSection,
    data: DataSection,
}

impl Sections {
    fn add(&mut self, file: &[u8]) -> Result<(), Error> {
        let mut behind = Behind { functions: self.functions.len() };
        for payload in Parser::new(0).parse_all(file) {
            match payload? {
                Payload::TypeSection(section) => {
                    let range = section.range();
                    let types = &file[usize::try_from(range.start)?..usize::try_from(range.end)?];
                    if !self.types.is_empty() && self.types != types {
                        return Err("files have other types".into());
                    }
                    self.types = types.to_vec();
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let import = import?;
                        if matches!(import.ty, TypeRef::Func(_) | TypeRef::FuncExact(_) | TypeRef::Tag(_)) {
                            return Err(format!("{} is no memory, table or number", import.name).into());
                        }
                        let name = (import.module.to_owned(), import.name.to_owned());
                        self.imports.insert(name, behind.entity_type(import.ty)?);
                    }
                }
                Payload::FunctionSection(section) => {
                    for kind in section {
                        self.functions.function(kind?);
                    }
                }
                Payload::ElementSection(section) => behind.parse_element_section(&mut self.elements, section)?,
                Payload::CodeSectionEntry(body) => behind.parse_function_body(&mut self.code, body)?,
                Payload::DataSection(section) => behind.parse_data_section(&mut self.data, section)?,
                Payload::ExportSection(section) if section.count() > 0 => {
                    return Err("a file gives something away".into());
                }
                Payload::StartSection { .. }
                | Payload::TableSection(_)
                | Payload::MemorySection(_)
                | Payload::GlobalSection(_) => {
                    return Err("a file is more than functions and data".into());
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn into_module(self) -> Vec<u8> {
        let mut imports = ImportSection::new();
        for ((module, name), kind) in &self.imports {
            imports.import(module, name, *kind);
        }
        let mut module = Module::new();
        module
            .section(&RawSection { id: SectionId::Type.into(), data: &self.types })
            .section(&imports)
            .section(&self.functions)
            .section(&self.elements)
            .section(&DataCountSection { count: self.data.len() })
            .section(&self.code)
            .section(&self.data);
        module.finish()
    }
}

/// Functions of a file that is put behind so many of others.
struct Behind {
    functions: u32,
}

impl Reencode for Behind {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, reencode::Error> {
        Ok(self.functions + function)
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{ConstExpr, Elements, EntityType, Function, MemoryType, RefType, TableType, TypeSection};
    use wasmparser::Operator;

    use super::*;

    fn shared_by(areas: &[(&str, &[&str])]) -> HashMap<String, Vec<String>> {
        let files = |files: &[&str]| files.iter().map(ToString::to_string).collect();
        areas.iter().map(|(area, named)| ((*area).to_owned(), files(named))).collect()
    }

    #[test]
    fn what_comes_at_the_same_time_is_one_file() {
        let mut areas = shared_by(&[
            ("organization", &["chunk_8", "chunk_9", "split_organization"]),
            ("members", &["chunk_8", "chunk_9", "chunk_10", "chunk_11", "split_members"]),
            ("projects", &["chunk_9", "chunk_10", "split_projects"]),
            ("account", &["chunk_11", "split_account"]),
        ]);
        // What is shared by areas within the organization alone does not come with it, unless it is small.
        for (small, expected) in [(false, vec!["chunk_10", "chunk_11", "chunk_8"]), (true, vec!["chunk_11", "chunk_8"])]
        {
            let merged = groups(&areas, |file| if small && file == "chunk_10" { 100 } else { SMALL });
            assert_eq!(merged.keys().collect::<Vec<_>>(), expected);
        }
        let merged = groups(&areas, |_| SMALL);
        list(&mut areas, &merged);
        assert_eq!(areas["organization"], ["chunk_8", "split_organization"]);
        assert_eq!(areas["members"], ["chunk_10", "chunk_11", "chunk_8", "split_members"]);
    }

    #[test]
    fn the_script_loads_what_is_left() {
        let load = |file: &str| {
            format!(
                "/* some, areas */\nconst __{file} = makeLoad(() => {{\n    fetch(\"./{file}.wasm\");\n}}\n, []);\n"
            )
        };
        let area = |files: &str| format!("export const area = wrapAsyncCb(makeLoad(() => {{\n}}\n, [{files}]));\n");
        let merged = Merged::from([("chunk_8".to_owned(), vec!["chunk_8".to_owned(), "chunk_9".to_owned()])]);
        let before = ["chunk_8", "chunk_9", "chunk_10"].map(load).concat()
            + &area("__chunk_8, __chunk_9, __chunk_10")
            + &area("");
        let after = ["chunk_8", "chunk_10"].map(load).concat() + &area("__chunk_10, __chunk_8") + &area("");
        assert_eq!(script(before, &merged).unwrap(), after);
        assert!(script(load("chunk_8"), &merged).is_err());
    }

    /// Two functions, the second of which calls the first and stands in the table at this place.
    fn file(place: i32) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        let table =
            TableType { element_type: RefType::FUNCREF, table64: false, minimum: 0, maximum: None, shared: false };
        imports.import("main", "table", EntityType::Table(table));
        let memory = MemoryType { minimum: 0, maximum: None, memory64: false, shared: false, page_size_log2: None };
        imports.import("main", "memory", EntityType::Memory(memory));
        let mut functions = FunctionSection::new();
        functions.function(0).function(0);
        let mut elements = ElementSection::new();
        elements.active(Some(0), &ConstExpr::i32_const(place), Elements::Functions(vec![1].into()));
        let mut code = CodeSection::new();
        for called in [None, Some(0)] {
            let mut function = Function::new([]);
            if let Some(called) = called {
                function.instructions().call(called);
            }
            function.instructions().end();
            code.function(&function);
        }
        let mut data = DataSection::new();
        data.active(0, &ConstExpr::i32_const(place), [7]);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&elements);
        module.section(&DataCountSection { count: 1 }).section(&code).section(&data);
        module.finish()
    }

    #[test]
    fn functions_keep_whom_they_call_and_where_they_are_called() {
        let merged = one(&[file(3), file(5)]).unwrap();
        wasmparser::validate(&merged).unwrap();
        let (mut calls, mut places) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(&merged) {
            match payload.unwrap() {
                Payload::CodeSectionEntry(body) => {
                    let mut reader = body.get_operators_reader().unwrap();
                    while !reader.eof() {
                        if let Operator::Call { function_index } = reader.read().unwrap() {
                            calls.push(function_index);
                        }
                    }
                }
                Payload::ElementSection(section) => {
                    for element in section {
                        let wasmparser::ElementItems::Functions(functions) = element.unwrap().items else { continue };
                        places.extend(functions.into_iter().map(Result::unwrap));
                    }
                }
                _ => {}
            }
        }
        assert_eq!((calls, places), (vec![0, 2], vec![1, 3]));
    }
}
