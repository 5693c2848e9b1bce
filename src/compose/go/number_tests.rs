use super::number::*;
use proptest::prelude::*;

#[test]
fn floats_are_printed_as_go_does() {
    for (number, expected) in [
        (1.0, "1"),
        (1.5, "1.5"),
        (1e5, "100000"),
        (1e6, "1e+06"),
        (123_456.7, "123456.7"),
        (12_345_678.9, "1.23456789e+07"),
        (0.0001, "0.0001"),
        (0.000_01, "1e-05"),
        (-0.0, "-0"),
        (1e100, "1e+100"),
        (f64::NEG_INFINITY, "-Inf"),
        (f64::NAN, "NaN"),
        (8_000_000_000_000_001.0 / 4.0, "2.0000000000000002e+15"),
        (8_000_000_000_000_003.0 / 4.0, "2.0000000000000008e+15"),
    ] {
        assert_eq!(format_float(number), expected);
    }
    for (number, short, json) in [
        (0.1, "0.1", "0.1"),
        (14_629_013.0 / 4.0, "3.6572532e+06", "3657253.2"),
        (3_637_613.0 / 8.0, "454701.62", "454701.62"),
        (1e21, "1e+21", "1e+21"),
        (1e-7, "1e-07", "1e-7"),
    ] {
        assert_eq!(format_float32(number), short);
        assert_eq!(json_float32(number).as_deref(), Some(json));
    }
    assert_eq!(json_float(1e20).as_deref(), Some("100000000000000000000"));
    assert_eq!(json_float(f64::INFINITY), None);
}

#[test]
fn floats_are_read_as_go_does() {
    for (text, expected) in [
        ("+1.5", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1E3", 1000.0),
        ("1_0.5_0", 10.5),
        ("0x1.8p1", 3.0),
        ("-0X_1P-2", -0.25),
        ("0x1.fffffffffffff8p0", 2.0),
        ("0x1p-1074", 5e-324),
        ("0x1p-1075", 0.0),
        ("0x1.8p-1075", 5e-324),
        ("0xfffffffffffffffffp-68", 1.0),
        ("1e-400", 0.0),
        ("-Inf", f64::NEG_INFINITY),
        ("infinity", f64::INFINITY),
    ] {
        assert_eq!(parse_float(text), Ok(expected), "{text}");
    }
    assert!(parse_float("NaN").is_ok_and(f64::is_nan));
    for text in [
        "",
        ".",
        "e5",
        "1e",
        "--1",
        "+-1",
        "1__0",
        "_1",
        "1_",
        "1_e5",
        "0x1",
        "0xp1",
        "0x1p",
        "+nan",
        "info",
        "1 ",
        "0b1",
        "١",
        "1e5.0",
        "0x1p+",
        "0x1.1.1p0",
    ] {
        let error = parse_float(text).map_err(|error| error.to_string());
        let expected = format!("strconv.ParseFloat: parsing \"{text}\": invalid syntax");
        assert_eq!(error, Err(expected));
    }
    for text in ["1e400", "-1e400", "0x1p1024", "0x1p99999999999999999999"] {
        let fault = parse_float(text).map_err(|error| error.fault);
        assert_eq!(fault, Err(NumberFault::Range), "{text}");
    }
    assert_eq!(parse_float32("0x1.000001p0"), Ok(1.0));
    assert!(parse_float32("3.5e38").is_err());
}

#[test]
fn whole_numbers_are_decimal_and_of_64_bits() {
    assert_eq!(parse_int("Atoi", "+08"), Ok(8));
    assert_eq!(parse_int("Atoi", "-9223372036854775808"), Ok(i64::MIN));
    for (text, fault) in [
        ("", "invalid syntax"),
        ("1.0", "invalid syntax"),
        ("0x1", "invalid syntax"),
        ("1_0", "invalid syntax"),
        ("9223372036854775808", "value out of range"),
    ] {
        let error = parse_int("Atoi", text).map_err(|error| error.to_string());
        let expected = format!("strconv.Atoi: parsing \"{text}\": {fault}");
        assert_eq!(error, Err(expected));
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "([0-9a-fA-FxXpP._+-]|.){0,24}") {
        let _ = (parse_float(&text), parse_float32(&text), parse_int("Atoi", &text));
    }

    #[test]
    fn floats_come_back(bits in any::<u64>()) {
        let number = f64::from_bits(bits);
        prop_assume!(number.is_finite());
        prop_assert_eq!(parse_float(&format_float(number)), Ok(number));
        prop_assert_eq!(json_float(number).unwrap().parse(), Ok(number));
    }

    #[test]
    fn floats_of_32_bits_come_back(bits in any::<u32>()) {
        let number = f32::from_bits(bits);
        prop_assume!(number.is_finite());
        prop_assert_eq!(parse_float32(&format_float32(number)), Ok(number));
        prop_assert_eq!(json_float32(number).unwrap().parse(), Ok(number));
    }

    #[test]
    fn hexadecimal_floats_are_rounded_as_decimal_ones(mantissa in any::<u64>(), power in -20_i32..20) {
        let text = format!("0x{mantissa:x}p{power}");
        #[expect(clippy::cast_precision_loss, reason = "the rounding is what is tested")]
        let expected = mantissa as f64 * 2_f64.powi(power);
        prop_assert_eq!(parse_float(&text), Ok(expected));
    }
}
