;; SHA-256 (FIPS 180-4) as a WebAssembly module of about 1 KB.
;;
;; Why it exists: a hook's process lives for about 30 ms. In it, loading node:crypto costs 4 to 8 ms, and JavaScript,
;; which is still interpreted then, 0.35 ms for each KB. This costs half a millisecond and 0.01 ms for each KB.
;;
;; What that asks for:
;; - Little code, in loops instead of unrolled rounds: V8 compiles a function when it is first called.
;; - Rotations are written as two shifts: V8's baseline compiler, in which small messages run from beginning to end,
;;   makes a call into C of each i32.rotr (five times slower as a whole). Its optimising compiler makes a rotation of
;;   the two shifts.
;; - The two loops have functions of their own. A function that has executed so many bytes is compiled once more, with
;;   the optimising compiler, on another thread; that takes 2 ms and 3 MB, and what is already running stays slow. So
;;   it has to come late (at 7 KB of message on Node 20, at 50 KB from Node 22 on; with one function at less than
;;   half of that), and then be of use with the next block.
;;
;; The caller copies the message to MESSAGE, calls digest with its length in bytes, and reads 32 bytes at STATE.
;; First it sees to it that the memory goes on for 72 bytes behind the message.
;;
;; Memory:
;;   0x000  K        64 words, the round constants
;;   0x100  INITIAL   8 words, the state before the first block
;;   0x120  STATE     8 words, a to h; in the end the digest
;;   0x140  W        64 words, the message schedule of one block
;;   0x240  MESSAGE
(module
  (memory (export "memory") 1)

  ;; The fractions of the cube roots of the first 64 primes, and of the square roots of the first 8.
  (data (i32.const 0)
    "\98\2f\8a\42\91\44\37\71\cf\fb\c0\b5\a5\db\b5\e9\5b\c2\56\39\f1\11\f1\59\a4\82\3f\92\d5\5e\1c\ab"
    "\98\aa\07\d8\01\5b\83\12\be\85\31\24\c3\7d\0c\55\74\5d\be\72\fe\b1\de\80\a7\06\dc\9b\74\f1\9b\c1"
    "\c1\69\9b\e4\86\47\be\ef\c6\9d\c1\0f\cc\a1\0c\24\6f\2c\e9\2d\aa\84\74\4a\dc\a9\b0\5c\da\88\f9\76"
    "\52\51\3e\98\6d\c6\31\a8\c8\27\03\b0\c7\7f\59\bf\f3\0b\e0\c6\47\91\a7\d5\51\63\ca\06\67\29\29\14"
    "\85\0a\b7\27\38\21\1b\2e\fc\6d\2c\4d\13\0d\38\53\54\73\0a\65\bb\0a\6a\76\2e\c9\c2\81\85\2c\72\92"
    "\a1\e8\bf\a2\4b\66\1a\a8\70\8b\4b\c2\a3\51\6c\c7\19\e8\92\d1\24\06\99\d6\85\35\0e\f4\70\a0\6a\10"
    "\16\c1\a4\19\08\6c\37\1e\4c\77\48\27\b5\bc\b0\34\b3\0c\1c\39\4a\aa\d8\4e\4f\ca\9c\5b\f3\6f\2e\68"
    "\ee\82\8f\74\6f\63\a5\78\14\78\c8\84\08\02\c7\8c\fa\ff\be\90\eb\6c\50\a4\f7\a3\f9\be\f2\78\71\c6"
    "\67\e6\09\6a\85\ae\67\bb\72\f3\6e\3c\3a\f5\4f\a5\7f\52\0e\51\8c\68\05\9b\ab\d9\83\1f\19\cd\e0\5b")

  ;; W of the block at $block.
  (func $schedule (param $block i32)
    (local $at i32) (local $x i32) (local $y i32)
    ;; W[0..15]: the words of the block, the first byte being the highest.
    (loop $words
      (local.set $x (i32.load (i32.add (local.get $block) (local.get $at))))
      (i32.store offset=0x140 (local.get $at)
        (i32.or
          (i32.or
            (i32.shl (local.get $x) (i32.const 24))
            (i32.shl (i32.and (local.get $x) (i32.const 0xff00)) (i32.const 8)))
          (i32.or
            (i32.and (i32.shr_u (local.get $x) (i32.const 8)) (i32.const 0xff00))
            (i32.shr_u (local.get $x) (i32.const 24)))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $words (i32.lt_u (local.get $at) (i32.const 64))))

    ;; W[16..63]: each is mixed from four before it.
    (loop $mix
      (local.set $x (i32.load offset=0x104 (local.get $at)))  ;; W[t-15]
      (local.set $y (i32.load offset=0x138 (local.get $at)))  ;; W[t-2]
      (i32.store offset=0x140 (local.get $at)
        (i32.add
          (i32.add
            (i32.load offset=0x100 (local.get $at))           ;; W[t-16]
            (i32.xor                                          ;; rotr 7, rotr 18, shr 3
              (i32.xor
                (i32.or (i32.shr_u (local.get $x) (i32.const 7)) (i32.shl (local.get $x) (i32.const 25)))
                (i32.or (i32.shr_u (local.get $x) (i32.const 18)) (i32.shl (local.get $x) (i32.const 14))))
              (i32.shr_u (local.get $x) (i32.const 3))))
          (i32.add
            (i32.load offset=0x124 (local.get $at))           ;; W[t-7]
            (i32.xor                                          ;; rotr 17, rotr 19, shr 10
              (i32.xor
                (i32.or (i32.shr_u (local.get $y) (i32.const 17)) (i32.shl (local.get $y) (i32.const 15)))
                (i32.or (i32.shr_u (local.get $y) (i32.const 19)) (i32.shl (local.get $y) (i32.const 13))))
              (i32.shr_u (local.get $y) (i32.const 10))))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $mix (i32.lt_u (local.get $at) (i32.const 256)))))

  ;; The state after the block whose schedule is W.
  (func $rounds
    (local $at i32) (local $t1 i32)
    (local $a i32) (local $b i32) (local $c i32) (local $d i32)
    (local $e i32) (local $f i32) (local $g i32) (local $h i32)
    (local.set $a (i32.load (i32.const 0x120)))
    (local.set $b (i32.load (i32.const 0x124)))
    (local.set $c (i32.load (i32.const 0x128)))
    (local.set $d (i32.load (i32.const 0x12c)))
    (local.set $e (i32.load (i32.const 0x130)))
    (local.set $f (i32.load (i32.const 0x134)))
    (local.set $g (i32.load (i32.const 0x138)))
    (local.set $h (i32.load (i32.const 0x13c)))
    (loop $rounds
      ;; t1 = h + (e rotr 6, 11, 25) + choose(e, f, g) + K[t] + W[t]
      (local.set $t1
        (i32.add
          (i32.add
            (i32.add
              (local.get $h)
              (i32.xor
                (i32.xor
                  (i32.or (i32.shr_u (local.get $e) (i32.const 6)) (i32.shl (local.get $e) (i32.const 26)))
                  (i32.or (i32.shr_u (local.get $e) (i32.const 11)) (i32.shl (local.get $e) (i32.const 21))))
                (i32.or (i32.shr_u (local.get $e) (i32.const 25)) (i32.shl (local.get $e) (i32.const 7)))))
            (i32.xor (local.get $g) (i32.and (local.get $e) (i32.xor (local.get $f) (local.get $g)))))
          (i32.add (i32.load (local.get $at)) (i32.load offset=0x140 (local.get $at)))))
      (local.set $h (local.get $g))
      (local.set $g (local.get $f))
      (local.set $f (local.get $e))
      (local.set $e (i32.add (local.get $d) (local.get $t1)))
      ;; t1 + (a rotr 2, 13, 22) + majority(a, b, c), which becomes a when a to c have moved on
      (local.set $t1
        (i32.add
          (i32.add
            (local.get $t1)
            (i32.xor
              (i32.xor
                (i32.or (i32.shr_u (local.get $a) (i32.const 2)) (i32.shl (local.get $a) (i32.const 30)))
                (i32.or (i32.shr_u (local.get $a) (i32.const 13)) (i32.shl (local.get $a) (i32.const 19))))
              (i32.or (i32.shr_u (local.get $a) (i32.const 22)) (i32.shl (local.get $a) (i32.const 10)))))
          (i32.or
            (i32.and (local.get $a) (local.get $b))
            (i32.and (local.get $c) (i32.or (local.get $a) (local.get $b))))))
      (local.set $d (local.get $c))
      (local.set $c (local.get $b))
      (local.set $b (local.get $a))
      (local.set $a (local.get $t1))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $rounds (i32.lt_u (local.get $at) (i32.const 256))))

    (i32.store (i32.const 0x120) (i32.add (i32.load (i32.const 0x120)) (local.get $a)))
    (i32.store (i32.const 0x124) (i32.add (i32.load (i32.const 0x124)) (local.get $b)))
    (i32.store (i32.const 0x128) (i32.add (i32.load (i32.const 0x128)) (local.get $c)))
    (i32.store (i32.const 0x12c) (i32.add (i32.load (i32.const 0x12c)) (local.get $d)))
    (i32.store (i32.const 0x130) (i32.add (i32.load (i32.const 0x130)) (local.get $e)))
    (i32.store (i32.const 0x134) (i32.add (i32.load (i32.const 0x134)) (local.get $f)))
    (i32.store (i32.const 0x138) (i32.add (i32.load (i32.const 0x138)) (local.get $g)))
    (i32.store (i32.const 0x13c) (i32.add (i32.load (i32.const 0x13c)) (local.get $h))))

  (func (export "digest") (param $length i32)
    (local $end i32) (local $block i32) (local $at i32) (local $x i32)

    ;; Padding: a set bit, zeros, the length in bits as 64 bits, so that the message is whole blocks of 64 bytes.
    (local.set $end
      (i32.add (i32.and (i32.add (local.get $length) (i32.const 8)) (i32.const -64)) (i32.const 0x280)))
    (memory.fill
      (i32.add (local.get $length) (i32.const 0x240))
      (i32.const 0)
      (i32.sub (i32.sub (local.get $end) (local.get $length)) (i32.const 0x240)))
    (i32.store8 offset=0x240 (local.get $length) (i32.const 0x80))
    ;; Five bytes of the length, in the standard's order, hold whatever fits into the memory.
    (i32.store8 (i32.sub (local.get $end) (i32.const 5)) (i32.shr_u (local.get $length) (i32.const 29)))
    (i32.store8 (i32.sub (local.get $end) (i32.const 4)) (i32.shr_u (local.get $length) (i32.const 21)))
    (i32.store8 (i32.sub (local.get $end) (i32.const 3)) (i32.shr_u (local.get $length) (i32.const 13)))
    (i32.store8 (i32.sub (local.get $end) (i32.const 2)) (i32.shr_u (local.get $length) (i32.const 5)))
    (i32.store8 (i32.sub (local.get $end) (i32.const 1)) (i32.shl (local.get $length) (i32.const 3)))

    (memory.copy (i32.const 0x120) (i32.const 0x100) (i32.const 32))
    (local.set $block (i32.const 0x240))
    (loop $blocks
      (call $schedule (local.get $block))
      (call $rounds)
      (local.set $block (i32.add (local.get $block) (i32.const 64)))
      (br_if $blocks (i32.lt_u (local.get $block) (local.get $end))))

    ;; The bytes of the state in the order in which the digest is printed.
    (local.set $at (i32.const 0))
    (loop $print
      (local.set $x (i32.load offset=0x120 (local.get $at)))
      (i32.store offset=0x120 (local.get $at)
        (i32.or
          (i32.or
            (i32.shl (local.get $x) (i32.const 24))
            (i32.shl (i32.and (local.get $x) (i32.const 0xff00)) (i32.const 8)))
          (i32.or
            (i32.and (i32.shr_u (local.get $x) (i32.const 8)) (i32.const 0xff00))
            (i32.shr_u (local.get $x) (i32.const 24)))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $print (i32.lt_u (local.get $at) (i32.const 32))))))
