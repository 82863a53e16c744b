//! What serde hands over, written as it comes; only the members of an object are put in order, once all are there.

use std::fmt::{self, Display, Write as _};

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::members::Members;
use super::{MAX_EXACT, NotCanonical};

/// Writes one value to the end of a buffer.
pub(super) struct Writer<'a> {
    pub(super) out: &'a mut Vec<u8>,
    /// The members of all objects that are open, the outermost first.
    pub(super) members: Members,
}

impl<'a> Writer<'a> {
    pub(super) fn to(out: &'a mut Vec<u8>) -> Self {
        Self { out, members: Members::default() }
    }

    fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn integer(&mut self, negative: bool, size: u64) -> Result<(), NotCanonical> {
        if size > MAX_EXACT {
            return Err(NotCanonical::Number);
        }
        if negative {
            self.out.push(b'-');
        }
        put_integer(size, self.out);
        Ok(())
    }

    /// `{"name":`, to be followed by a value and `}`.
    fn open_variant(&mut self, name: &str) {
        self.out.push(b'{');
        string(name, self.out);
        self.out.push(b':');
    }
}

/// An integer in decimal digits.
pub(in crate::proof) fn put_integer(number: u64, out: &mut Vec<u8>) {
    let (mut digits, mut left, mut rest) = ([0; 20], 20, number);
    loop {
        left -= 1;
        if let Some(digit) = digits.get_mut(left) {
            *digit = b'0' + (rest % 10) as u8;
        }
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(digits.get(left..).unwrap_or_default());
}

/// A string with the escapes of RFC 8785, which are the shortest there are.
pub(super) fn string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    escaped(text, out);
    out.push(b'"');
}

fn escaped(text: &str, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|b| *b < 0x20 || *b == b'"' || *b == b'\\') {
        let (plain, special) = rest.split_at(at);
        out.extend_from_slice(plain);
        let Some((byte, after)) = special.split_first() else { break };
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            0x08 => out.extend_from_slice(b"\\b"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            0x0c => out.extend_from_slice(b"\\f"),
            b'\r' => out.extend_from_slice(b"\\r"),
            other => {
                out.extend_from_slice(b"\\u00");
                out.extend([other >> 4, other & 15].iter().filter_map(|digit| HEX.get(usize::from(*digit))));
            }
        }
        rest = after;
    }
    out.extend_from_slice(rest);
}

/// Escapes what is formatted into it.
struct Escaping<'a>(&'a mut Vec<u8>);

impl fmt::Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        escaped(text, self.0);
        Ok(())
    }
}

impl<'w, 'a> Serializer for &'w mut Writer<'a> {
    type Ok = ();
    type Error = NotCanonical;
    type SerializeSeq = Items<'w, 'a>;
    type SerializeTuple = Items<'w, 'a>;
    type SerializeTupleStruct = Items<'w, 'a>;
    type SerializeTupleVariant = Items<'w, 'a>;
    type SerializeMap = Object<'w, 'a>;
    type SerializeStruct = Object<'w, 'a>;
    type SerializeStructVariant = Object<'w, 'a>;

    fn serialize_bool(self, value: bool) -> Result<(), NotCanonical> {
        self.raw(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), NotCanonical> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), NotCanonical> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), NotCanonical> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), NotCanonical> {
        self.integer(value < 0, value.unsigned_abs())
    }

    fn serialize_u8(self, value: u8) -> Result<(), NotCanonical> {
        self.integer(false, value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), NotCanonical> {
        self.integer(false, value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), NotCanonical> {
        self.integer(false, value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), NotCanonical> {
        self.integer(false, value)
    }

    fn serialize_f32(self, _: f32) -> Result<(), NotCanonical> {
        Err(NotCanonical::Number)
    }

    fn serialize_f64(self, _: f64) -> Result<(), NotCanonical> {
        Err(NotCanonical::Number)
    }

    fn serialize_char(self, value: char) -> Result<(), NotCanonical> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), NotCanonical> {
        string(value, self.out);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), NotCanonical> {
        value.serialize(self)
    }

    fn serialize_none(self) -> Result<(), NotCanonical> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NotCanonical> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), NotCanonical> {
        self.raw("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), NotCanonical> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<(), NotCanonical> {
        self.serialize_str(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), NotCanonical> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Result<(), NotCanonical> {
        self.open_variant(name);
        value.serialize(&mut *self)?;
        self.out.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'w, 'a>, NotCanonical> {
        Ok(Items::begin(self, "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'w, 'a>, NotCanonical> {
        Ok(Items::begin(self, "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'w, 'a>, NotCanonical> {
        Ok(Items::begin(self, "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Items<'w, 'a>, NotCanonical> {
        self.open_variant(name);
        Ok(Items::begin(self, "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Object<'w, 'a>, NotCanonical> {
        Ok(Object::begin(self, ""))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Object<'w, 'a>, NotCanonical> {
        Ok(Object::begin(self, ""))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Object<'w, 'a>, NotCanonical> {
        self.open_variant(name);
        Ok(Object::begin(self, "}"))
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), NotCanonical> {
        self.out.push(b'"');
        write!(Escaping(self.out), "{value}").map_err(|error| NotCanonical::Json(error.to_string()))?;
        self.out.push(b'"');
        Ok(())
    }
}

/// An array being written.
pub(super) struct Items<'w, 'a> {
    writer: &'w mut Writer<'a>,
    first: bool,
    close: &'static str,
}

impl<'w, 'a> Items<'w, 'a> {
    fn begin(writer: &'w mut Writer<'a>, close: &'static str) -> Self {
        writer.out.push(b'[');
        Self { writer, first: true, close }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotCanonical> {
        if !std::mem::take(&mut self.first) {
            self.writer.out.push(b',');
        }
        value.serialize(&mut *self.writer)
    }

    fn close(self) {
        self.writer.raw(self.close);
    }
}

/// An object being written.
pub(super) struct Object<'w, 'a> {
    writer: &'w mut Writer<'a>,
    /// How many members of outer objects there are.
    outer: usize,
    close: &'static str,
}

impl<'w, 'a> Object<'w, 'a> {
    fn begin(writer: &'w mut Writer<'a>, close: &'static str) -> Self {
        writer.out.push(b'{');
        let outer = writer.members.open();
        Self { writer, outer, close }
    }

    fn key(&mut self, key: &str) -> Result<(), NotCanonical> {
        if !key.is_ascii() {
            return Err(NotCanonical::Key);
        }
        self.writer.members.begin(key, self.writer.out);
        Ok(())
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotCanonical> {
        value.serialize(&mut *self.writer)?;
        self.writer.members.end(self.writer.out);
        Ok(())
    }

    fn close(self) -> Result<(), NotCanonical> {
        self.writer.members.close(self.outer, self.writer.out)?;
        self.writer.out.push(b'}');
        self.writer.raw(self.close);
        Ok(())
    }
}

macro_rules! items {
    ($($how:ident $item:ident)*) => {$(
        impl $how for Items<'_, '_> {
            type Ok = ();
            type Error = NotCanonical;

            fn $item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotCanonical> {
                self.item(value)
            }

            fn end(self) -> Result<(), NotCanonical> {
                self.close();
                Ok(())
            }
        }
    )*};
}

items! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}

macro_rules! fields {
    ($($how:ident)*) => {$(
        impl $how for Object<'_, '_> {
            type Ok = ();
            type Error = NotCanonical;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), NotCanonical> {
                self.key(key)?;
                self.value(value)
            }

            fn end(self) -> Result<(), NotCanonical> {
                self.close()
            }
        }
    )*};
}

fields! { SerializeStruct SerializeStructVariant }

impl SerializeMap for Object<'_, '_> {
    type Ok = ();
    type Error = NotCanonical;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NotCanonical> {
        let mut text = Vec::new();
        key.serialize(&mut Writer::to(&mut text))?;
        let key: String = serde_json::from_slice(&text).map_err(|_| NotCanonical::Key)?;
        self.key(&key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotCanonical> {
        self.value(value)
    }

    fn end(self) -> Result<(), NotCanonical> {
        self.close()
    }
}
