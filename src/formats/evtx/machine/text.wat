;; UTF-16LE text as UTF-8.

;; Writes the code units in [$at, $end) to $to, and gives where they end. $escapes is where the table of
;; escapes lies: 128 entries of eight bytes, what stands for an ASCII character and, last, its length;
;; then a byte that says whether half a surrogate pair is written as \udc00. Half a unit is left out.
(func $text (export "text")
  (param $at i32) (param $end i32) (param $to i32) (param $escapes i32) (result i32)
  (local $unit i32) (local $next i32)
  (block $done
    (loop $units
      (br_if $done (i32.gt_u (i32.add (local.get $at) (i32.const 2)) (local.get $end)))
      (local.set $unit (i32.load16_u (local.get $at)))
      (local.set $at (i32.add (local.get $at) (i32.const 2)))
      (if (i32.lt_u (local.get $unit) (i32.const 0x80)) (then
        (local.set $next (i32.add (local.get $escapes) (i32.shl (local.get $unit) (i32.const 3))))
        (i64.store (local.get $to) (i64.load (local.get $next)))
        (local.set $to (i32.add (local.get $to) (i32.load8_u offset=7 (local.get $next))))
        (br $units)))
      (if (i32.ne (i32.and (local.get $unit) (i32.const 0xf800)) (i32.const 0xd800)) (then
        (local.set $to (call $point (local.get $unit) (local.get $to)))
        (br $units)))
      ;; A surrogate: with the one that follows it one character.
      (local.set $next (i32.const 0))
      (if (i32.le_u (i32.add (local.get $at) (i32.const 2)) (local.get $end)) (then
        (local.set $next (i32.load16_u (local.get $at)))))
      (if (i32.and
            (i32.lt_u (local.get $unit) (i32.const 0xdc00))
            (i32.eq (i32.and (local.get $next) (i32.const 0xfc00)) (i32.const 0xdc00))) (then
        (local.set $at (i32.add (local.get $at) (i32.const 2)))
        (local.set $to (call $point
          (i32.add
            (i32.add (i32.const 0x10000) (i32.shl (i32.and (local.get $unit) (i32.const 0x3ff)) (i32.const 10)))
            (i32.and (local.get $next) (i32.const 0x3ff)))
          (local.get $to)))
        (br $units)))
      (if (i32.load8_u offset=1024 (local.get $escapes))
        (then
          (i32.store16 (local.get $to) (i32.const 0x755c)) ;; \u
          (local.set $to (call $hex
            (i64.extend_i32_u (local.get $unit)) (i32.const 4) (i32.add (local.get $to) (i32.const 2)))))
        (else
          (local.set $to (call $point (i32.const 0xfffd) (local.get $to)))))
      (br $units)))
  (local.get $to))

;; Writes a character beyond ASCII by its number.
(func $point (param $point i32) (param $to i32) (result i32)
  (if (i32.lt_u (local.get $point) (i32.const 0x800)) (then
    (i32.store8 (local.get $to) (i32.or (i32.const 0xc0) (i32.shr_u (local.get $point) (i32.const 6))))
    (return (call $tail (local.get $point) (i32.const 0) (i32.add (local.get $to) (i32.const 1))))))
  (if (i32.lt_u (local.get $point) (i32.const 0x10000)) (then
    (i32.store8 (local.get $to) (i32.or (i32.const 0xe0) (i32.shr_u (local.get $point) (i32.const 12))))
    (return (call $tail (local.get $point) (i32.const 6) (i32.add (local.get $to) (i32.const 1))))))
  (i32.store8 (local.get $to) (i32.or (i32.const 0xf0) (i32.shr_u (local.get $point) (i32.const 18))))
  (call $tail (local.get $point) (i32.const 12) (i32.add (local.get $to) (i32.const 1))))

;; Writes what follows the first byte of a character: six bits each, from $shift down.
(func $tail (param $point i32) (param $shift i32) (param $to i32) (result i32)
  (loop $bytes
    (i32.store8 (local.get $to)
      (i32.or (i32.const 0x80)
        (i32.and (i32.shr_u (local.get $point) (local.get $shift)) (i32.const 0x3f))))
    (local.set $to (i32.add (local.get $to) (i32.const 1)))
    (local.set $shift (i32.sub (local.get $shift) (i32.const 6)))
    (br_if $bytes (i32.ge_s (local.get $shift) (i32.const 0))))
  (local.get $to))

;; Where text ends without the NULs at its end.
(func $text-end (param $start i32) (param $end i32) (result i32)
  (block $done
    (loop $units
      (br_if $done (i32.lt_s (i32.sub (local.get $end) (i32.const 2)) (local.get $start)))
      (br_if $done (i32.load16_u (i32.sub (local.get $end) (i32.const 2))))
      (local.set $end (i32.sub (local.get $end) (i32.const 2)))
      (br $units)))
  (local.get $end))

;; Copies $length bytes, and up to seven that are overwritten by what comes next.
(func $copy (param $at i32) (param $length i32) (param $to i32) (result i32)
  (local $end i32)
  (local.set $end (i32.add (local.get $to) (local.get $length)))
  (block $done
    (loop $words
      (br_if $done (i32.ge_u (local.get $to) (local.get $end)))
      (i64.store (local.get $to) (i64.load (local.get $at)))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (local.set $to (i32.add (local.get $to) (i32.const 8)))
      (br $words)))
  (local.get $end))
