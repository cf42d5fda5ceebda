//! Made-up names of people: many alphabets, no two alike in one organization, and an e-mail address for each.

/// A given or family name as written, and in ASCII for an address.
type Part = (&'static str, &'static str);

/// Display name and the ASCII form of person `index`, of whom there are fewer than [`CAPACITY`].
///
/// Names are spread so that neighbors differ in every part.
pub(super) fn name(index: u64) -> (String, String) {
    // 7,368,787 is a prime above both factors' sizes, so multiplying permutes the places: no name comes twice.
    let place = index.wrapping_mul(7_368_787) % CAPACITY;
    let given = GIVEN[(place % GIVEN.len() as u64) as usize];
    let rest = place / GIVEN.len() as u64;
    let family = FAMILY[(rest % FAMILY.len() as u64) as usize];
    let middle = rest / FAMILY.len() as u64;
    let ascii = format!("{}.{}", given.1, family.1);
    if middle == 0 {
        return (format!("{} {}", given.0, family.0), ascii);
    }
    // Two letters are enough for every middle place: 26 + 26 × 26.
    let letter = |at: u64| char::from(b'A' + (at % 26) as u8);
    let initials = match middle - 1 {
        one @ 0..=25 => format!("{}.", letter(one)),
        two => format!("{}. {}.", letter(two / 26 - 1), letter(two)),
    };
    (format!("{} {initials} {}", given.0, family.0), ascii)
}

/// How many different names there are.
pub(super) const CAPACITY: u64 = GIVEN.len() as u64 * FAMILY.len() as u64 * 700;

const GIVEN: [Part; 40] = [
    ("Anna", "anna"),
    ("Jürgen", "juergen"),
    ("Łukasz", "lukasz"),
    ("Sofía", "sofia"),
    ("花子", "hanako"),
    ("محمد", "mohammed"),
    ("Emma", "emma"),
    ("Noah", "noah"),
    ("Zoë", "zoe"),
    ("Małgorzata", "malgorzata"),
    ("健太", "kenta"),
    ("فاطمة", "fatima"),
    ("Liam", "liam"),
    ("Björn", "bjoern"),
    ("Chloé", "chloe"),
    ("Aoife", "aoife"),
    ("Mateo", "mateo"),
    ("Priya", "priya"),
    ("Arjun", "arjun"),
    ("Wei", "wei"),
    ("Olga", "olga"),
    ("Дмитрий", "dmitry"),
    ("Eleni", "eleni"),
    ("Tomáš", "tomas"),
    ("İrem", "irem"),
    ("João", "joao"),
    ("Grace", "grace"),
    ("Samuel", "samuel"),
    ("Ngozi", "ngozi"),
    ("Kwame", "kwame"),
    ("Ingrid", "ingrid"),
    ("Håkon", "hakon"),
    ("Siobhán", "siobhan"),
    ("Lars", "lars"),
    ("Mei", "mei"),
    ("David", "david"),
    ("Rosa", "rosa"),
    ("Jean-Luc", "jean-luc"),
    ("Thảo", "thao"),
    ("Óscar", "oscar"),
];

const FAMILY: [Part; 48] = [
    ("Müller", "mueller"),
    ("Kowalski", "kowalski"),
    ("O'Brien", "obrien"),
    ("佐藤", "sato"),
    ("الحسن", "alhassan"),
    ("García", "garcia"),
    ("Smith", "smith"),
    ("Nguyễn", "nguyen"),
    ("Żółkiewski", "zolkiewski"),
    ("Strauß", "strauss"),
    ("田中", "tanaka"),
    ("Dubois", "dubois"),
    ("Johansson", "johansson"),
    ("Okafor", "okafor"),
    ("Иванов", "ivanov"),
    ("de la Cruz", "delacruz"),
    ("Patel", "patel"),
    ("Chen", "chen"),
    ("Kim", "kim"),
    ("Rossi", "rossi"),
    ("Papadopoulos", "papadopoulos"),
    ("Novák", "novak"),
    ("Yılmaz", "yilmaz"),
    ("Silva", "silva"),
    ("Andersson", "andersson"),
    ("Murphy", "murphy"),
    ("Brown", "brown"),
    ("Schröder", "schroeder"),
    ("Wiśniewska", "wisniewska"),
    ("Fernández", "fernandez"),
    ("Mensah", "mensah"),
    ("Haugen", "haugen"),
    ("Byrne", "byrne"),
    ("van Dijk", "vandijk"),
    ("Lindqvist", "lindqvist"),
    ("Costa", "costa"),
    ("Reyes", "reyes"),
    ("Ali", "ali"),
    ("Singh", "singh"),
    ("Weber", "weber"),
    ("Horváth", "horvath"),
    ("Ionescu", "ionescu"),
    ("Jensen", "jensen"),
    ("Moreau", "moreau"),
    ("Takahashi", "takahashi"),
    ("Clarke", "clarke"),
    ("Evans", "evans"),
    ("St. John", "stjohn"),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_name_comes_twice() {
        let names: HashSet<String> = (0..100_000).map(|index| name(index).0).collect();
        assert_eq!(names.len(), 100_000);
        assert!(name(CAPACITY - 1).0.contains(' '));
    }

    #[test]
    fn addresses_are_ascii() {
        assert!(
            (0..5_000).all(|index| name(index).1.bytes().all(|b| b.is_ascii_lowercase() || b == b'.' || b == b'-'))
        );
    }
}
