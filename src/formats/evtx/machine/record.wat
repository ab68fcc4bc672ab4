;; Values of a record, and a record as JSON.

;; Reads the table of $count descriptors at $at, size and type of each value, into $table: for each
;; value where it starts and its type, eight bytes, and one more for where the last ends. A value that
;; takes no bytes and is no text has type 0, null. Gives where the last ends.
(func $values (export "values") (param $at i32) (param $count i32) (param $table i32) (result i32)
  (local $start i32) (local $size i32) (local $type i32)
  (local.set $start (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 2))))
  (block $done
    (loop $each
      (i32.store (local.get $table) (local.get $start))
      (br_if $done (i32.eqz (local.get $count)))
      (local.set $size (i32.load16_u (local.get $at)))
      (local.set $type (i32.load8_u offset=2 (local.get $at)))
      (if (i32.eqz (local.get $size)) (then
        (if (i32.gt_u (i32.sub (local.get $type) (i32.const 1)) (i32.const 1)) (then
          (local.set $type (i32.const 0))))))
      (i32.store offset=4 (local.get $table) (local.get $type))
      (local.set $start (i32.add (local.get $start) (local.get $size)))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (local.set $table (i32.add (local.get $table) (i32.const 8)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br $each)))
  (local.get $start))

;; Writes a value of a type as text, and gives where that ends; 0 for what is not of a size that its
;; type has, and for types that are rare.
(func $value (export "value")
  (param $type i32) (param $start i32) (param $end i32) (param $to i32) (param $escapes i32) (result i32)
  (local $size i32)
  (local.set $size (i32.sub (local.get $end) (local.get $start)))
  (if (i32.eq (local.get $type) (i32.const 1)) (then ;; text
    (return (call $text
      (local.get $start) (call $text-end (local.get $start) (local.get $end)) (local.get $to)
      (local.get $escapes)))))
  (if (i32.eq (local.get $type) (i32.const 19)) (then ;; SID
    (if (i32.lt_u (local.get $size) (i32.const 8)) (then (return (i32.const 0))))
    (if (i32.lt_u (local.get $size)
          (i32.add (i32.const 8) (i32.shl (i32.load8_u offset=1 (local.get $start)) (i32.const 2))))
      (then (return (i32.const 0))))
    (return (call $sid (local.get $start) (local.get $to)))))
  (if (i32.eq (local.get $size) (i32.const 8)) (then
    (if (i32.or (i32.eq (local.get $type) (i32.const 21)) (i32.eq (local.get $type) (i32.const 16)))
      (then (return (call $prefixed (i64.load (local.get $start)) (local.get $to)))))
    (if (i32.eq (local.get $type) (i32.const 17))
      (then (return (call $filetime (i64.load (local.get $start)) (local.get $to)))))
    (if (i32.eq (local.get $type) (i32.const 10))
      (then (return (call $decimal (i64.load (local.get $start)) (i32.const 1) (local.get $to)))))
    (if (i32.eq (local.get $type) (i32.const 9))
      (then (return (call $signed (i64.load (local.get $start)) (local.get $to)))))))
  (if (i32.eq (local.get $size) (i32.const 4)) (then
    (if (i32.eq (local.get $type) (i32.const 8))
      (then (return (call $decimal (i64.load32_u (local.get $start)) (i32.const 1) (local.get $to)))))
    (if (i32.or (i32.eq (local.get $type) (i32.const 20)) (i32.eq (local.get $type) (i32.const 16)))
      (then (return (call $prefixed (i64.load32_u (local.get $start)) (local.get $to)))))
    (if (i32.eq (local.get $type) (i32.const 7))
      (then (return (call $signed (i64.load32_s (local.get $start)) (local.get $to)))))
    (if (i32.eq (local.get $type) (i32.const 13)) (then
      (if (i32.load (local.get $start)) (then
        (i32.store (local.get $to) (i32.const 0x65757274)) ;; true
        (return (i32.add (local.get $to) (i32.const 4)))))
      (i64.store (local.get $to) (i64.const 0x65736c6166)) ;; false
      (return (i32.add (local.get $to) (i32.const 5)))))))
  (if (i32.eq (local.get $size) (i32.const 2)) (then
    (if (i32.eq (local.get $type) (i32.const 6))
      (then (return (call $decimal (i64.load16_u (local.get $start)) (i32.const 1) (local.get $to)))))
    (if (i32.eq (local.get $type) (i32.const 5))
      (then (return (call $signed (i64.load16_s (local.get $start)) (local.get $to)))))))
  (if (i32.eq (local.get $size) (i32.const 1)) (then
    (if (i32.eq (local.get $type) (i32.const 4))
      (then (return (call $decimal (i64.load8_u (local.get $start)) (i32.const 1) (local.get $to)))))
    (if (i32.eq (local.get $type) (i32.const 3))
      (then (return (call $signed (i64.load8_s (local.get $start)) (local.get $to)))))))
  (if (i32.and (i32.eq (local.get $type) (i32.const 15)) (i32.eq (local.get $size) (i32.const 16)))
    (then (return (call $guid (local.get $start) (local.get $to)))))
  (if (i32.eq (local.get $type) (i32.const 14))
    (then (return (call $hex-bytes (local.get $start) (local.get $end) (local.get $to)))))
  (i32.const 0))

;; Writes a value as JSON: in quotes, unless it is a number or a word. 0 as $value.
(func $json (export "json")
  (param $type i32) (param $start i32) (param $end i32) (param $to i32) (param $escapes i32) (result i32)
  (if (i32.or
        (i32.lt_u (i32.sub (local.get $type) (i32.const 3)) (i32.const 6))
        (i32.eq (local.get $type) (i32.const 13)))
    (then (return (call $value
      (local.get $type) (local.get $start) (local.get $end) (local.get $to) (local.get $escapes)))))
  (i32.store8 (local.get $to) (i32.const 0x22))
  (local.set $to (call $value
    (local.get $type) (local.get $start) (local.get $end) (i32.add (local.get $to) (i32.const 1))
    (local.get $escapes)))
  (if (i32.eqz (local.get $to)) (then (return (i32.const 0))))
  (i32.store8 (local.get $to) (i32.const 0x22))
  (i32.add (local.get $to) (i32.const 1)))

;; Runs the steps in [$step, $end) with the $count values of $table, and writes from where the word at
;; 0x10000 says, which then says where the text ends. A step is six words: where its text lies and how
;; long it is; what else it does; the value that it is about; another text. Gives the step at which it
;; stopped as it is not for this module, its text written; $end where there was none; 0 where the text
;; would end beyond the word at 0x10004. $is-open: whether an attribute was written before.
(func $run (export "run")
  (param $step i32) (param $end i32) (param $table i32) (param $count i32) (param $escapes i32)
  (param $is-open i32) (result i32)
  (local $to i32) (local $text i32) (local $length i32) (local $kind i32) (local $value i32) (local $type i32)
  (local.set $to (i32.load (i32.const 0x10000)))
  (block $stop
    (loop $steps
      (br_if $stop (i32.eq (local.get $step) (local.get $end)))
      (local.set $text (i32.load (local.get $step)))
      (local.set $length (i32.load offset=4 (local.get $step)))
      (local.set $kind (i32.load offset=8 (local.get $step)))
      (local.set $value (i32.load offset=12 (local.get $step)))
      (if (i32.gt_u (i32.add (local.get $to) (local.get $length)) (i32.load (i32.const 0x10004)))
        (then (return (i32.const 0))))
      (local.set $type (i32.const 0))
      (if (i32.lt_u (local.get $value) (local.get $count)) (then
        (local.set $value (i32.add (local.get $table) (i32.shl (local.get $value) (i32.const 3))))
        (local.set $type (i32.load offset=4 (local.get $value)))))
      (block $next
        ;; 2: an attribute, which is left out where it is null; its text opens, the other continues.
        (if (i32.eq (local.get $kind) (i32.const 2)) (then
          (br_if $next (i32.eqz (local.get $type)))
          (if (local.get $is-open) (then
            (local.set $text (i32.load offset=16 (local.get $step)))
            (local.set $length (i32.load offset=20 (local.get $step)))))
          (local.set $is-open (i32.const 1))))
        ;; 3: the end of attributes, `null` where all were.
        (if (i32.eq (local.get $kind) (i32.const 3)) (then
          (if (i32.eqz (local.get $is-open)) (then
            (local.set $text (i32.load offset=16 (local.get $step)))
            (local.set $length (i32.load offset=20 (local.get $step)))))
          (local.set $is-open (i32.const 0))))
        (local.set $to (call $copy (local.get $text) (local.get $length) (local.get $to)))
        ;; 4: what takes a closer look.
        (br_if $stop (i32.eq (local.get $kind) (i32.const 4)))
        ;; 1 and 2: a value.
        (if (i32.and (i32.gt_u (local.get $kind) (i32.const 0)) (i32.lt_u (local.get $kind) (i32.const 3))) (then
          (if (i32.eqz (local.get $type)) (then
            (i32.store (local.get $to) (i32.const 0x6c6c756e)) ;; null
            (local.set $to (i32.add (local.get $to) (i32.const 4)))
            (br $next)))
          (local.set $text (call $json
            (local.get $type) (i32.load (local.get $value)) (i32.load offset=8 (local.get $value))
            (local.get $to) (local.get $escapes)))
          (br_if $stop (i32.eqz (local.get $text)))
          (local.set $to (local.get $text)))))
      (local.set $step (i32.add (local.get $step) (i32.const 24)))
      (br $steps)))
  (i32.store (i32.const 0x10000) (local.get $to))
  (local.get $step))
;; Whether $length bytes are the same at two places.
(func $same (export "same") (param $one i32) (param $other i32) (param $length i32) (result i32)
  (local $end i32)
  (local.set $end (i32.add (local.get $one) (local.get $length)))
  (block $words
    (loop $word
      (br_if $words (i32.gt_u (i32.add (local.get $one) (i32.const 8)) (local.get $end)))
      (if (i64.ne (i64.load (local.get $one)) (i64.load (local.get $other))) (then (return (i32.const 0))))
      (local.set $one (i32.add (local.get $one) (i32.const 8)))
      (local.set $other (i32.add (local.get $other) (i32.const 8)))
      (br $word)))
  (block $done
    (loop $bytes
      (br_if $done (i32.ge_u (local.get $one) (local.get $end)))
      (if (i32.ne (i32.load8_u (local.get $one)) (i32.load8_u (local.get $other)))
        (then (return (i32.const 0))))
      (local.set $one (i32.add (local.get $one) (i32.const 1)))
      (local.set $other (i32.add (local.get $other) (i32.const 1)))
      (br $bytes)))
  (i32.const 1))
