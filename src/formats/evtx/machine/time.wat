;; FILETIME, ticks of 100 ns since 1601, as ISO 8601 with seven fraction digits.

(func $filetime (param $ticks i64) (param $to i32) (result i32)
  (local $seconds i64) (local $days i32) (local $second i32) (local $year i32) (local $day i32) (local $month i32)
  (local $era i32)
  ;; From about the year 2970 on its number: later years may not have four digits.
  (if (i64.gt_u (i64.shr_u (local.get $ticks) (i64.const 32)) (i64.const 0x06000000)) (then
    (return (call $decimal (local.get $ticks) (i32.const 1) (local.get $to)))))
  (local.set $seconds (i64.div_u (local.get $ticks) (i64.const 10000000)))
  ;; Days since 0000-03-01, so that the leap day is a year's last.
  (local.set $days
    (i32.add (i32.const 584694) (i32.wrap_i64 (i64.div_u (local.get $seconds) (i64.const 86400)))))
  (local.set $second (i32.wrap_i64 (i64.rem_u (local.get $seconds) (i64.const 86400))))
  (local.set $era (i32.div_u (local.get $days) (i32.const 146097)))
  (local.set $days (i32.rem_u (local.get $days) (i32.const 146097)))
  (local.set $year
    (i32.div_u
      (i32.sub
        (i32.add
          (i32.sub (local.get $days) (i32.div_u (local.get $days) (i32.const 1460)))
          (i32.div_u (local.get $days) (i32.const 36524)))
        (i32.div_u (local.get $days) (i32.const 146096)))
      (i32.const 365)))
  (local.set $day
    (i32.sub (local.get $days)
      (i32.sub
        (i32.add (i32.mul (local.get $year) (i32.const 365)) (i32.div_u (local.get $year) (i32.const 4)))
        (i32.div_u (local.get $year) (i32.const 100)))))
  (local.set $year (i32.add (local.get $year) (i32.mul (local.get $era) (i32.const 400))))
  ;; March is month 0.
  (local.set $month
    (i32.div_u (i32.add (i32.mul (local.get $day) (i32.const 5)) (i32.const 2)) (i32.const 153)))
  (local.set $day
    (i32.sub (local.get $day)
      (i32.div_u (i32.add (i32.mul (local.get $month) (i32.const 153)) (i32.const 2)) (i32.const 5))))
  (local.set $month (i32.add (local.get $month) (i32.const 3)))
  (if (i32.gt_u (local.get $month) (i32.const 12)) (then
    (local.set $month (i32.sub (local.get $month) (i32.const 12)))
    (local.set $year (i32.add (local.get $year) (i32.const 1)))))
  (local.set $to (call $two (i32.div_u (local.get $year) (i32.const 100)) (i32.const 0) (local.get $to)))
  (local.set $to (i32.sub (local.get $to) (i32.const 1)))
  (local.set $to (call $two (i32.rem_u (local.get $year) (i32.const 100)) (i32.const 0x2d) (local.get $to)))
  (local.set $to (call $two (local.get $month) (i32.const 0x2d) (local.get $to)))
  (local.set $to (call $two (i32.add (local.get $day) (i32.const 1)) (i32.const 0x54) (local.get $to)))
  (local.set $to (call $two (i32.div_u (local.get $second) (i32.const 3600)) (i32.const 0x3a) (local.get $to)))
  (local.set $to
    (call $two
      (i32.rem_u (i32.div_u (local.get $second) (i32.const 60)) (i32.const 60)) (i32.const 0x3a) (local.get $to)))
  (local.set $to (call $two (i32.rem_u (local.get $second) (i32.const 60)) (i32.const 0x2e) (local.get $to)))
  (local.set $to
    (call $decimal (i64.rem_u (local.get $ticks) (i64.const 10000000)) (i32.const 7) (local.get $to)))
  (i32.store8 (local.get $to) (i32.const 0x5a))
  (i32.add (local.get $to) (i32.const 1)))

;; Two digits, and what follows them.
(func $two (param $value i32) (param $after i32) (param $to i32) (result i32)
  (i32.store8 (local.get $to) (i32.add (i32.const 0x30) (i32.div_u (local.get $value) (i32.const 10))))
  (i32.store8 offset=1 (local.get $to)
    (i32.add (i32.const 0x30) (i32.rem_u (local.get $value) (i32.const 10))))
  (i32.store8 offset=2 (local.get $to) (local.get $after))
  (i32.add (local.get $to) (i32.const 3)))
