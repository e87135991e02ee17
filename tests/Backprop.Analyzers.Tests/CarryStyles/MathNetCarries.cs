using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>Carries of vectors: a list that grows, buffers filled in place, columns of a matrix, a dictionary of deltas, recursion, clipping by norm.</summary>
public class MathNetCarries
{
    [Fact]
    public Task A_growing_list() => Sample.IsRightAndSilent(Frames.MathNet("""
        public void Backward(Vec[] da)
        {
            var carried = new List<Vec> { Vec.Build.Dense(3) };
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var s = cache[t];
                var dz = (da[t] + carried[^1]).PointwiseMultiply(1 - s.A.PointwisePower(2));
                dWx += dz.OuterProduct(s.X);
                dWa += dz.OuterProduct(s.APrev);
                carried.Add(wa.TransposeThisAndMultiply(dz));
            }
        }
        """));

    [Fact]
    public Task In_place() => Sample.IsRightAndSilent(Frames.MathNet("""
        public void Backward(Vec[] da)
        {
            var d = da[^1].Clone();
            var dz = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                cache[t].A.Map(v => 1 - v * v, dz);
                dz.PointwiseMultiply(d, dz);
                dWx.Add(dz.OuterProduct(cache[t].X), dWx);
                dWa.Add(dz.OuterProduct(cache[t].APrev), dWa);
                wa.TransposeThisAndMultiply(dz, d);
                if (t > 0) d.Add(da[t - 1], d);
            }
        }
        """));

    [Fact]
    public Task From_a_stack() => Sample.IsRightAndSilent(Frames.MathNet("""
        public void Backward(Vec[] da)
        {
            var left = new Stack<(Cache Step, Vec Up)>(cache.Zip(da, (c, u) => (c, u)));
            Vec? carry = null;
            while (left.Count > 0)
            {
                var (step, up) = left.Pop();
                var d = carry is null ? up : up + carry;
                var dz = d - d.PointwiseMultiply(step.A).PointwiseMultiply(step.A);
                dWx += dz.ToColumnMatrix() * step.X.ToRowMatrix();
                dWa += dz.ToColumnMatrix() * step.APrev.ToRowMatrix();
                carry = wa.Transpose() * dz;
            }
        }
        """));

    [Fact]
    public Task Columns_of_a_matrix() => Sample.IsRightAndSilent(Frames.MathNet("""
        public void Backward(Vec[] da)
        {
            var up = Mat.Build.DenseOfColumnVectors(da);
            var dz = Mat.Build.Dense(3, da.Length);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var d = up.Column(t);
                if (t + 1 < da.Length) d = d + wa.TransposeThisAndMultiply(dz.Column(t + 1));
                dz.SetColumn(t, d.PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A)));
            }
            dWx += dz.TransposeAndMultiply(Mat.Build.DenseOfColumnVectors(cache.Select(c => c.X)));
            dWa += dz.TransposeAndMultiply(Mat.Build.DenseOfColumnVectors(cache.Select(c => c.APrev)));
        }
        """));

    [Fact]
    public Task By_the_step_s_number() => Sample.IsRightAndSilent(Frames.MathNet("""
        public void Backward(Vec[] da)
        {
            var delta = new Dictionary<int, Vec>();
            foreach (var t in Enumerable.Range(0, da.Length).OrderByDescending(i => i))
            {
                var later = delta.TryGetValue(t + 1, out var dz1) ? wa.TransposeThisAndMultiply(dz1) : Vec.Build.Dense(3);
                var dz = (da[t] + later).PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
                delta[t] = dz;
                dWx += dz.OuterProduct(cache[t].X);
                dWa += dz.OuterProduct(cache[t].APrev);
            }
        }
        """));

    [Fact]
    public Task Returned_by_a_recursion() => Sample.IsRightAndSilent(Frames.MathNet("""
        private Vec Back(int t, Vec[] da)
        {
            var carry = t + 1 < da.Length ? Back(t + 1, da) : Vec.Build.Dense(3);
            var dz = (da[t] + carry).PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
            dWx += dz.OuterProduct(cache[t].X);
            dWa += dz.OuterProduct(cache[t].APrev);
            return wa.TransposeThisAndMultiply(dz);
        }

        public void Backward(Vec[] da) => Back(0, da);
        """));

    [Fact]
    public Task Clipped_by_norm() => Sample.IsRightAndSilent(Frames.MathNet("""
        private static Vec Clipped(Vec v, double limit) => v.L2Norm() is var n && n > limit ? v * (limit / n) : v;

        public void Backward(Vec[] da)
        {
            var carry = Vec.Build.Dense(3);
            for (int t = da.Length - 1; t >= 0; t--)
            {
                var d = da[t] + Clipped(carry, 1e9);
                var dz = Clipped(d.PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A)), 1e9);
                dWx += dz.OuterProduct(cache[t].X);
                dWa += dz.OuterProduct(cache[t].APrev);
                carry = Clipped(wa.TransposeThisAndMultiply(dz), 1e9);
            }
        }
        """));

    [Fact]
    public Task Null_at_first() => Sample.IsRightAndSilent(Frames.MathNet("""
        public void Backward(Vec[] da)
        {
            Vec? carry = default;
            for (int t = da.Length; --t >= 0;)
            {
                var d = da[t].Clone();
                carry?.Add(d, d);
                var dz = d.PointwiseMultiply(1 - cache[t].A.PointwiseMultiply(cache[t].A));
                dWx = dWx.Add(dz.OuterProduct(cache[t].X));
                dWa = dWa.Add(dz.OuterProduct(cache[t].APrev));
                carry = wa.LeftMultiply(dz);
            }
        }
        """));
}
