using System.Reflection;
using System.Runtime.Loader;
using Backprop.Analyzers.Meaning;
using Xunit;

namespace Backprop.Analyzers.Tests.Meaning;

/// <summary>The interpreter against the compiler: each snippet is compiled, run for real, and must give the same number.</summary>
public class LanguageTests
{
    [Theory]
    [InlineData("for", "double s = 0; for (int i = 0, j = 9; i < j; i++, j--) { if (i == 2) continue; if (i == 4) break; s += x * i - j; } return s;")]
    [InlineData("while", "int n = 0; while (x < 10) { x *= 1.5; n++; } do { n--; x -= 0.1; } while (n > 0); return x;")]
    [InlineData("nested loops and goto", "int n = 0; for (int i = 0; i < 5; i++) for (int j = 0; j < 5; j++) { n++; if (i * j == 6) goto done; } done: return n + x;")]
    [InlineData("switch", "double s = 0; for (int i = 0; i < 6; i++) switch (i) { case 0: s += 1; break; case 1: case 2: s += 2; goto case 4; case 4: s += x; break; case 5 when x > 100: s = 0; break; default: s *= 3; break; } return s;")]
    [InlineData("switch on strings", "double Of(string k) { switch (k) { case \"a\": return 1; case \"b\": return 2; default: return 3; } } return Of(\"b\") * x + Of(\"z\");")]
    [InlineData("switch expression", "double Of(double v) => v switch { < -1 => -1, > 1 and < 2 => v * v, >= 2 or double.NaN => 7, _ when v == 0 => 0, var u => u / 2 }; return Of(x) + Of(-3) + Of(1.5) + Of(4);")]
    [InlineData("property patterns", "var p = new P { A = 3, B = x }; return p is { A: > 2, B: var b } ? b : 0;", "class P { public int A { get; set; } public double B; }")]
    [InlineData("positional patterns", "object o = new R(2, x); return o is R(var n, var v) && n == 2 ? v * n : -1;", "record R(int N, double V);")]
    [InlineData("type patterns", "object o = x; object q = 3; return (o is double d ? d : 0) + (q is int i ? i : 0) + (q is double ? 100 : 1);")]
    [InlineData("compound assignment", "int i = 7; i += 3; i -= 1; i *= 2; i /= 4; i %= 3; i <<= 3; i |= 5; i &= 13; i ^= 2; x += i; x *= 2; x /= 3; x -= 1; x %= 0.7; return x + i;")]
    [InlineData("increment", "int i = 3; int a = i++ + ++i - i-- - --i; var v = new double[2]; v[a > 0 ? 0 : 1]++; x--; return v[0] * 10 + v[1] + x + a;")]
    [InlineData("integers wrap", "int i = int.MaxValue; i++; byte b = 250; b += 10; uint u = 1; u -= 2; return i / 1e9 + b + u / 1e9 + x;")]
    [InlineData("integer division", "return -7 / 2 + -7 % 3 + 7 / 2.0 + (int)-2.7 + (int)2.7 + (5 >> 1) + ~3 + x;")]
    [InlineData("float arithmetic", "float f = 0.1f; f += 0.2f; f *= 3; float g = (float)x / 3; return f + g * g - (float)(x / 3);")]
    [InlineData("mixed compound", "float f = 1; byte b = 3; b += 2; b--; short t = 5; t *= 2; f += b; f *= 3; int i = 2; i = (int)(i * x * 10); x += i; x -= f; char c = 'a'; c++; return f + i + b + t + c + x;")]
    [InlineData("decimal", "decimal d = (decimal)x; d = d * 2 + 1; return (double)d;")]
    [InlineData("jagged", "var a = new double[3][]; for (int i = 0; i < 3; i++) { a[i] = new double[i + 1]; for (int j = 0; j <= i; j++) a[i][j] = i * x + j; } double s = 0; foreach (var r in a) foreach (var v in r) s += v; return s;")]
    [InlineData("rectangular", "var a = new double[2, 3] { { 1, 2, 3 }, { 4, x, 6 } }; double s = 0; for (int i = 0; i < a.GetLength(0); i++) for (int j = 0; j < a.GetLength(1); j++) s += a[i, j] * (i + 1) * (j + 2); return s + a.Length + a.Rank;")]
    [InlineData("array initialisers", "double[] a = { 1, x, 3 }; var b = new[] { a[1], 2.5 }; double[][] c = { a, b }; return c[1][0] + c[0][2] + b.Length;")]
    [InlineData("index and range", "double[] a = { 1, 2, x, 4, 5 }; var b = a[1..^1]; var c = a[^2..]; return b[^1] + b.Length * 10 + c[0] + a[^3];")]
    [InlineData("spans", "double[] a = { 1, 2, x, 4 }; Span<double> s = a; var t = s.Slice(1, 2); t[1] *= 2; t[..1].Fill(9); return a[1] + a[2] + t.Length;")]
    [InlineData("stackalloc", "Span<double> s = stackalloc double[3]; s[0] = x; s[2] = 4; Span<int> t = stackalloc[] { 1, 2, 3 }; return s[0] + s[1] + s[2] + t[2];")]
    [InlineData("collection expressions", "double[] a = [1, x, 3]; List<double> l = [.. a, 4]; return a[1] + l[3] + l.Count;")]
    [InlineData("tuples", "(double a, int b) t = (x, 2); var (p, q) = t; (p, x) = (x * 2, p); t.a += 1; var u = t; u.b = 9; return p + q + x + t.a + t.b + u.b;")]
    [InlineData("records", "var r = new R(1, x); var s = r with { N = 5 }; var (n, v) = s; return n + v + r.N + s.Twice;", "record R(int N, double V) { public double Twice => V * 2; }")]
    [InlineData("record struct", "var r = new R(1, x); var s = r; s.N = 4; return r.N + s.N + s.V;", "record struct R(int N, double V);")]
    [InlineData("structs are copied", "var s = new S { V = x }; var t = s; t.V = 5; s.Add(1); var a = new S[2]; a[0].V = 3; a[1] = a[0]; a[1].Add(2); return s.V + t.V * 10 + a[0].V * 100 + a[1].V * 1000;", "struct S { public double V; public void Add(double d) { V += d; } }")]
    [InlineData("struct fields of classes", "var h = new H(); h.S.V = x; h.S.Add(2); var t = h.S; t.V = 0; return h.S.V;", "class H { public S S; } struct S { public double V; public void Add(double d) { V += d; } }")]
    [InlineData("classes are shared", "var s = new S { V = x }; var t = s; t.V = 5; return s.V;", "class S { public double V; }")]
    [InlineData("constructors", "return new D(x).Sum;", "class B { protected double a = 1, b; public B(double v) { b = v; } public B() : this(7) { a = 2; } } class D : B { double c = 4; public D(double v) { c += v; } public D(double v, int n) : base(v) { } public double Sum => a + 10 * b + 100 * c + new D(v: 3, n: 1).a; }")]
    [InlineData("primary constructors", "return new K(x, 2).F(3);", "class B(double q) { public double Q => q * 2; } class K(double v, int n) : B(v + 1) { readonly double w = v * n; public double F(double y) => w + n * y + Q; }")]
    [InlineData("properties", "var c = new K { A = x }; c.A += 2; c.B = 3; return c.A + c.B + c.D;", "class K { double a; public double A { get => a; set { a = value * 2; } } public double B { get; set; } = 5; public double D { get; } = 8; }")]
    [InlineData("indexers", "var c = new K(); c[1] = x; c[2] += 3; return c[1] + c[2] + c[0, 1];", "class K { readonly double[] v = new double[3]; public double this[int i] { get => v[i]; set => v[i] = value; } public double this[int i, int j] => v[i] + v[j]; }")]
    [InlineData("operators", "var v = new V(x) * 2 + new V(1) - -new V(3); double d = v; v += new V(2); return d + v.X + (v > new V(0) ? 1 : 0) + ((V)5.0).X;", "readonly struct V { public readonly double X; public V(double x) { X = x; } public static V operator +(V a, V b) => new V(a.X + b.X); public static V operator -(V a, V b) => new V(a.X - b.X); public static V operator -(V a) => new V(-a.X); public static V operator *(V a, double s) => new V(a.X * s); public static bool operator >(V a, V b) => a.X > b.X; public static bool operator <(V a, V b) => a.X < b.X; public static implicit operator double(V v) => v.X; public static explicit operator V(double d) => new V(d); }")]
    [InlineData("inheritance", "B b = new D(x); return b.F(2) + b.G() + ((I)b).H(1) + new D(1).Base();", "interface I { double H(double v); double Twice(double v) => 2 * v; } abstract class B : I { protected abstract double V { get; } public virtual double F(double y) => y; public double G() => V + F(1); double I.H(double v) => v + V; } class D : B { readonly double v; public D(double v) { this.v = v; } protected override double V => v; public override double F(double y) => base.F(y) * v; public double Base() => base.F(8); }")]
    [InlineData("generics", "return new Box<double>(x).Map(v => v * 2).Value + Box<double>.Make(3).Value + Id<double>(4) + Pick(1.5, 2.5, (a, b) => a + b);", "class Box<T>(T value) { public T Value => value; public Box<U> Map<U>(Func<T, U> f) => new Box<U>(f(value)); public static Box<T> Make(T v) => new(v); }", "static T Id<T>(T v) => v; static U Pick<T, U>(T a, T b, Func<T, T, U> f) => f(a, b);")]
    [InlineData("generic math", "return Half(x) + Half(3f) + Sum(new[] { 1.0, x }) + Norm<double>(3, 4);", "", "static T Half<T>(T v) where T : INumber<T> => v / (T.One + T.One) * T.CreateChecked(1.5); static T Sum<T>(T[] v) where T : INumberBase<T> { T s = T.Zero; foreach (var e in v) s += e; return s; } static T Norm<T>(T a, T b) where T : IFloatingPointIeee754<T> => T.Sqrt(a * a + b * b) + T.Pi + T.Max(a, b);")]
    [InlineData("static abstracts", "return Run<Up>(x) + Run<Down>(x);", "interface IStep { static abstract double Apply(double v); static virtual double K => 3; } struct Up : IStep { public static double Apply(double v) => v + 1; } struct Down : IStep { public static double Apply(double v) => v - 2; public static double K => 5; }", "static double Run<T>(double v) where T : IStep => T.Apply(v) * T.K;")]
    [InlineData("local functions", "double k = 2; double Scale(double v) { k++; return Inner(v) * k; double Inner(double w) => w + k; } return Scale(x) + Scale(1) + Fact(5); static int Fact(int n) => n < 2 ? 1 : n * Fact(n - 1);")]
    [InlineData("closures", "var fs = new List<Func<double, double>>(); for (int i = 0; i < 3; i++) { int j = i; fs.Add(v => v * j + i); } double s = 0; foreach (var f in fs) s += f(x); int n = 0; Action up = () => n += 2; up(); up(); return s + n;")]
    [InlineData("delegates", "D d = Twice; Func<Func<double, double>, Func<double, double>> wrap = f => v => f(f(v)); return d(x) + wrap(Twice)(x) + wrap(v => v + 1).Invoke(2) + Math.Max(1, d.Invoke(2));", "delegate double D(double v);", "static double Twice(double v) => 2 * v;")]
    [InlineData("ref and out", "double a = x, b = 2; Swap(ref a, ref b); Get(out var c, out double d); ref double r = ref a; r += 10; var v = new double[2]; Swap(ref v[1], ref b); int.TryParse(\"\", out _); return a + 2 * b + c + d + v[1] + In(a);", "", "static void Swap(ref double p, ref double q) { (p, q) = (q, p); } static void Get(out double p, out double q) { p = 3; q = p + 1; } static double In(in double v) => v;", "int.TryParse(\"\", out _);", "")]
    [InlineData("ref returns", "var v = new double[3]; At(v, 1) = x; At(v, 1) += 2; ref var q = ref At(v, 2); q = 7; return v[1] + v[2];", "", "static ref double At(double[] v, int i) => ref v[i];")]
    [InlineData("named and optional", "return Sub(b: 1, a: x) + Opt(x) + Opt(x, k: 3) + Sum(1, 2, x) + Sum();", "", "static double Sub(double a, double b) => a - b; static double Opt(double a, int j = 2, int k = 5) => a * j + k; static double Sum(params double[] v) { double s = 0; foreach (var e in v) s += e; return s; }")]
    [InlineData("extension methods", "return x.Twice().Plus(3) + new[] { 1.0, x }.Last2();", "static class E { public static double Twice(this double v) => 2 * v; public static double Plus(this double v, double w) => v + w; public static double Last2(this double[] v) => v[^1]; }")]
    [InlineData("nullable", "double? a = x, b = null; int? n = 3; return (a + 1 ?? 0) + (b ?? 7) + (a.HasValue ? a.Value : 0) + (b.HasValue ? 1 : 2) + n.GetValueOrDefault() + b.GetValueOrDefault(4) + (a > 0 ? 1 : 0) + (b > 0 ? 1 : 0);")]
    [InlineData("null handling", "K k = null; k ??= new K(); K other = null; return (k?.V ?? 1) + (other?.V ?? x) + (k.Next?.Next?.V ?? 5);", "class K { public double V = 4; public K Next; }")]
    [InlineData("try, finally, using, lock", "double s = x; try { s *= 2; try { s += 1; } finally { s += 10; } } catch (Exception) { s = 0; } finally { s -= 3; } lock (new object()) { s++; } using (var d = new K()) { s += d.V; } using var e = new K(); checked { s += e.V; } return s;", "class K : IDisposable { public double V = 4; public void Dispose() { } }")]
    [InlineData("early return in loops", "foreach (var v in new[] { 1.0, 2, 3 }) { try { if (v > 1.5) return v * x; } finally { x++; } } return 0;")]
    [InlineData("iterators", "double s = 0; foreach (var (i, v) in Pairs(x)) s += i * v; return s + Pairs(2).Count() + new K().Sum();", "class K : IEnumerable<double> { public IEnumerator<double> GetEnumerator() { yield return 1; for (int i = 0; i < 3; i++) { if (i == 2) yield break; yield return i; } } System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator(); }", "static IEnumerable<(int, double)> Pairs(double v) { for (int i = 0; i < 3; i++) yield return (i, v + i); }")]
    [InlineData("lists", "var l = new List<double> { 1, x }; l.Add(3); l.AddRange(new[] { 4.0, 5 }); l.Insert(0, 9); l.RemoveAt(1); l[1] += 1; l.Reverse(); double s = 0; l.ForEach(v => s = s * 2 + v); return s + l.Count + l[^1];")]
    [InlineData("dictionaries", "var d = new Dictionary<string, double> { { \"a\", x }, { \"b\", 2 } }; d[\"c\"] = 4; d[\"a\"] += 1; return d[\"a\"] + d[\"b\"] + d.Count + (d.TryGetValue(\"c\", out var c) ? c : 0) + (d.ContainsKey(\"z\") ? 100 : 0);")]
    [InlineData("stacks and queues", "var s = new Stack<double>(); s.Push(x); s.Push(2); var q = new Queue<double>(); q.Enqueue(x); q.Enqueue(5); return s.Pop() * 100 + s.Peek() + q.Dequeue() * 10 + q.Count + s.Count;")]
    [InlineData("linq", "double[] a = { 3, x, 1, 2 }; return a.Select(v => v * 2).Where((v, i) => i > 0).Sum() + a.Max() * 10 + a.Min() + a.Average() + a.Zip(a.Skip(1), (p, q) => p * q).Sum() + a.Aggregate((p, q) => p - q) + a.Aggregate(1.0, (p, q) => p * q) + (a.Any(v => v > 2) ? 1 : 0) + (a.All(v => v > 2) ? 10 : 0) + a.Reverse().First() + a.Concat(a).Count() + a.Take(2).Last() + Enumerable.Repeat(x, 3).ToList()[2] + Enumerable.Range(1, 3).Sum(i => i * x);")]
    [InlineData("arrays by library", "double[] a = { 3, x, 1 }; var b = (double[])a.Clone(); Array.Copy(a, 0, b, 1, 2); Array.Fill(a, 2.0); var c = Array.ConvertAll(b, v => v + 1); Array.Reverse(c); Buffer.BlockCopy(b, 8, a, 0, 16); Array.Clear(b, 0, 1); a.CopyTo(c, 0); return a[0] + 2 * a[1] + 3 * a[2] + 4 * b[0] + 5 * b[2] + 6 * c[1];")]
    [InlineData("math", "return Math.Clamp(x, 0.1, 0.4) + Math.Sign(-x) + Math.Abs(-x) + Math.Floor(2.7) + Math.Ceiling(x) + Math.Round(x, 1) + Math.Atan2(x, 2) + Math.Log(x, 3) + Math.Log2(x) + Math.Cbrt(x) + Math.Asinh(x) + Math.FusedMultiplyAdd(x, 2, 3) + double.Hypot(3, x) + MathF.Sqrt(2) + Math.PI + double.Epsilon + Math.CopySign(2, -x) + Math.Truncate(-1.5) + (double.IsNaN(x) ? 1 : 0) + Convert.ToDouble(3) + Math.Max(3, 4) % 3;")]
    [InlineData("static fields", "return Table[1] * x + Offset + Half;", "", "static readonly double[] Table = { 1, 2, 3 }; const double Offset = 5; static double Half { get; } = 0.5;")]
    [InlineData("static state written in the run", "Counter = 0; Next(); Next(); return Counter + x;", "", "static int Counter; static void Next() => Counter++;")]
    [InlineData("mathnet", "var m = Matrix<double>.Build.DenseOfArray(new double[,] { { 1, x }, { 3, 4 } }); var v = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(new[] { 1.0, 2 }); var w = m * v; var p = m.TransposeThisAndMultiply(m) + m.Transpose() * 2; p[0, 1] += 5; return w[0] + 10 * w[1] + p[0, 1] + p.RowSums()[1] + v * w + v.OuterProduct(w)[1, 0] + (m - 1).PointwiseMultiply(m)[1, 1] + m.Row(1)[0] + m.SubMatrix(0, 1, 1, 1)[0, 0] + m.PointwiseDivide(m + 1)[0, 1];")]
    [InlineData("tensor primitives", "double[] a = { 1, x, 3 }, b = new double[3]; TensorPrimitives.MultiplyAdd<double>(a, a, a, b); TensorPrimitives.Add<double>(b, 2.0, b); return b[1] + TensorPrimitives.Dot<double>(a, b) + TensorPrimitives.Sum<double>(a) + TensorPrimitives.SumOfSquares<double>(a);")]
    [InlineData("dual-like class", "var d = new N(x, 1); var e = (d * d + 3) / (d + 1); return e.V + e.D;", "class N { public double V, D; public N(double v, double d = 0) { V = v; D = d; } public static implicit operator N(double v) => new N(v); public static N operator +(N a, N b) => new N(a.V + b.V, a.D + b.D); public static N operator *(N a, N b) => new N(a.V * b.V, a.V * b.D + a.D * b.V); public static N operator /(N a, N b) => new N(a.V / b.V, (a.D * b.V - a.V * b.D) / (b.V * b.V)); }")]
    [InlineData("conditional and", "double[] a = null; bool Has() => a != null && a.Length > 0 || x > 100; int n = 0; bool Up() { n++; return true; } var t = Up() || Up(); var f = !Up() & Up(); return (Has() ? 1 : 2) + n + (t ^ f ? 10 : 0) + x;")]
    [InlineData("object initialisers", "var k = new K { V = x, Inner = { V = 3 }, List = { 1, 2 } }; return k.V + k.Inner.V + k.List.Count + k.List[1];", "class K { public double V; public K2 Inner { get; } = new(); public List<double> List { get; } = new(); } class K2 { public double V; }")]
    [InlineData("anonymous types", "var p = new { A = x, B = 2 }; var q = new[] { 1.0, x }.Select(v => new { v, w = v * 2 }).Sum(o => o.v + o.w); return p.A * p.B + q;")]
    [InlineData("nested types and enums", "var m = M.B; return (int)m + (m == M.B ? x : 0) + (double)M.C + (m | M.C).GetHashCode() * 0;", "enum M { A = 1, B, C = 7 }", "", " + (m | M.C).GetHashCode() * 0", "")]
    [InlineData("partial and expression bodies", "return new K(x).Go();", "partial class K { public K(double v) => this.v = v; public partial double Go(); } partial class K { double v; public partial double Go() => v * 2; ~K() => v = 0; }")]
    public void AsCompiled(string name, string body, string types = "", string members = "", string cut = "", string replacement = "")
    {
        var code = cut.Length > 0 ? body.Replace(cut, replacement) : body;
        var snippet = new Snippet($"public static double F(double x) {{ {code} }} {members}", types);
        foreach (var x in new[] { 0.37, 1.5 })
        {
            var actual = snippet.Run("F", Number.Variable(x)) as Number;
            Assert.True(actual is not null, $"{name} is unknown");
            Assert.Equal(Compiled(snippet, x), actual.Value, 1e-9);
        }
    }

    private static double Compiled(Snippet snippet, double x)
    {
        using var stream = new MemoryStream();
        var emitted = snippet.Compilation.Emit(stream);
        Assert.True(emitted.Success);
        stream.Position = 0;
        var context = new AssemblyLoadContext(null, isCollectible: true);
        var type = context.LoadFromStream(stream).GetType("C") ?? throw new InvalidOperationException();
        return Assert.IsType<double>(type.GetMethod("F", BindingFlags.Public | BindingFlags.Static)?.Invoke(null, [x]));
    }
}
