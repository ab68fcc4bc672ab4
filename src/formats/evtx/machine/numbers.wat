;; Numbers, hex and times as ASCII. Each writes to $to, and gives where it ends.

;; An unsigned number in decimal, with at least $least digits.
(func $decimal (param $value i64) (param $least i32) (param $to i32) (result i32)
  (local $digits i32) (local $limit i64) (local $at i32) (local $rest i32) (local $tens i32)
  (local.set $limit (i64.const 10))
  (local.set $digits (i32.const 1))
  (block $counted
    (loop $count
      (br_if $counted (i64.lt_u (local.get $value) (local.get $limit)))
      (local.set $digits (i32.add (local.get $digits) (i32.const 1)))
      (br_if $counted (i32.eq (local.get $digits) (i32.const 20)))
      (local.set $limit (i64.mul (local.get $limit) (i64.const 10)))
      (br $count)))
  (if (i32.lt_u (local.get $digits) (local.get $least)) (then (local.set $digits (local.get $least))))
  (local.set $at (i32.add (local.get $to) (local.get $digits)))
  ;; Down to 32 bits digit by digit; from there division is faster.
  (block $short
    (loop $long
      (br_if $short (i64.eqz (i64.shr_u (local.get $value) (i64.const 32))))
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (i64.store8 (local.get $at)
        (i64.add (i64.const 0x30) (i64.rem_u (local.get $value) (i64.const 10))))
      (local.set $value (i64.div_u (local.get $value) (i64.const 10)))
      (br $long)))
  (local.set $rest (i32.wrap_i64 (local.get $value)))
  (loop $digit
    (local.set $at (i32.sub (local.get $at) (i32.const 1)))
    (local.set $tens (i32.div_u (local.get $rest) (i32.const 10)))
    (i32.store8 (local.get $at)
      (i32.add (i32.const 0x30) (i32.sub (local.get $rest) (i32.mul (local.get $tens) (i32.const 10)))))
    (local.set $rest (local.get $tens))
    (br_if $digit (i32.gt_u (local.get $at) (local.get $to))))
  (i32.add (local.get $to) (local.get $digits)))

;; A signed number in decimal.
(func $signed (param $value i64) (param $to i32) (result i32)
  (if (i64.ge_s (local.get $value) (i64.const 0)) (then
    (return (call $decimal (local.get $value) (i32.const 1) (local.get $to)))))
  (i32.store8 (local.get $to) (i32.const 0x2d))
  (call $decimal
    (i64.sub (i64.const 0) (local.get $value)) (i32.const 1) (i32.add (local.get $to) (i32.const 1))))

;; A number in lower-case hex, with at least $least digits.
(func $hex (param $value i64) (param $least i32) (param $to i32) (result i32)
  (local $digits i32) (local $shift i64)
  (local.set $digits
    (i32.shr_u (i32.sub (i32.const 67) (i32.wrap_i64 (i64.clz (local.get $value)))) (i32.const 2)))
  (if (i32.lt_u (local.get $digits) (local.get $least)) (then (local.set $digits (local.get $least))))
  (local.set $shift (i64.extend_i32_u (i32.shl (local.get $digits) (i32.const 2))))
  (loop $digit
    (local.set $shift (i64.sub (local.get $shift) (i64.const 4)))
    (i32.store8 (local.get $to)
      (i32.load8_u offset=0x10300
        (i32.and (i32.wrap_i64 (i64.shr_u (local.get $value) (local.get $shift))) (i32.const 15))))
    (local.set $to (i32.add (local.get $to) (i32.const 1)))
    (br_if $digit (i64.ne (local.get $shift) (i64.const 0))))
  (local.get $to))

;; A number in hex after 0x.
(func $prefixed (param $value i64) (param $to i32) (result i32)
  (i32.store16 (local.get $to) (i32.const 0x7830))
  (call $hex (local.get $value) (i32.const 1) (i32.add (local.get $to) (i32.const 2))))

;; Bytes in upper-case hex.
(func $hex-bytes (export "hexBytes") (param $at i32) (param $end i32) (param $to i32) (result i32)
  (block $done
    (loop $bytes
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (local.set $to (call $hex-byte (local.get $at) (local.get $to)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br $bytes)))
  (local.get $to))

(func $hex-byte (param $at i32) (param $to i32) (result i32)
  (i32.store16 (local.get $to)
    (i32.load16_u offset=0x10100 (i32.shl (i32.load8_u (local.get $at)) (i32.const 1))))
  (i32.add (local.get $to) (i32.const 2)))

;; The 16 bytes of a GUID, whose first three groups are little-endian, in braces.
(func $guid (param $at i32) (param $to i32) (result i32)
  (local $index i32)
  (i32.store8 (local.get $to) (i32.const 0x7b))
  (local.set $to (i32.add (local.get $to) (i32.const 1)))
  (loop $bytes
    ;; Hyphens stand before the bytes 4, 6, 8 and 10.
    (if (i32.and (i32.shr_u (i32.const 0x550) (local.get $index)) (i32.const 1)) (then
      (i32.store8 (local.get $to) (i32.const 0x2d))
      (local.set $to (i32.add (local.get $to) (i32.const 1)))))
    (local.set $to (call $hex-byte
      (i32.add (local.get $at) (i32.load8_u offset=0x10010 (local.get $index))) (local.get $to)))
    (local.set $index (i32.add (local.get $index) (i32.const 1)))
    (br_if $bytes (i32.lt_u (local.get $index) (i32.const 16))))
  (i32.store8 (local.get $to) (i32.const 0x7d))
  (i32.add (local.get $to) (i32.const 1)))

;; A SID that is whole.
(func $sid (param $at i32) (param $to i32) (result i32)
  (local $end i32)
  (local.set $end (i32.add (local.get $at)
    (i32.add (i32.const 8) (i32.shl (i32.load8_u offset=1 (local.get $at)) (i32.const 2)))))
  (i32.store16 (local.get $to) (i32.const 0x2d53)) ;; S-
  (local.set $to (call $decimal
    (i64.load8_u (local.get $at)) (i32.const 1) (i32.add (local.get $to) (i32.const 2))))
  (i32.store8 (local.get $to) (i32.const 0x2d))
  ;; The authority is big-endian.
  (local.set $to (call $decimal
    (i64.or
      (i64.or
        (i64.shl (i64.load8_u offset=2 (local.get $at)) (i64.const 40))
        (i64.shl (i64.load8_u offset=3 (local.get $at)) (i64.const 32)))
      (i64.or
        (i64.or
          (i64.shl (i64.load8_u offset=4 (local.get $at)) (i64.const 24))
          (i64.shl (i64.load8_u offset=5 (local.get $at)) (i64.const 16)))
        (i64.or
          (i64.shl (i64.load8_u offset=6 (local.get $at)) (i64.const 8))
          (i64.load8_u offset=7 (local.get $at)))))
    (i32.const 1) (i32.add (local.get $to) (i32.const 1))))
  (local.set $at (i32.add (local.get $at) (i32.const 8)))
  (block $done
    (loop $parts
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (i32.store8 (local.get $to) (i32.const 0x2d))
      (local.set $to (call $decimal
        (i64.load32_u (local.get $at)) (i32.const 1) (i32.add (local.get $to) (i32.const 1))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br $parts)))
  (local.get $to))
