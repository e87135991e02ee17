using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>
/// Tensors that are overwritten where they lie: <c>a.mul_(mask)</c>, <c>np.multiply(a, mask, a)</c>, a view that is set to zero.
/// What the cache holds then is no activation's output any more, and the derivative from the input is right.
/// </summary>
public sealed class TensorMemoryTests
{
    private static string Torch(string forward, string other = "") => $$"""
        using TorchSharp;
        using static TorchSharp.torch;

        public sealed class Dense
        {
            private readonly Tensor w = randn(3, 3), mask = ones(3, 3);
            private Tensor x = zeros(3, 3), z = zeros(3, 3), a = zeros(3, 3);
            public Tensor dW = zeros(3, 3);

            public Tensor Forward(Tensor input) { x = input; z = w.mm(x); a = z.tanh(); {{forward}} return a; }

            public Tensor Backward(Tensor da)
            {
                var dz = da * mask * (SLOPE);
                dW = dz.mm(x.t());
                return w.t().mm(dz);
            }

            {{other}}
        }
        """;

    private static string NumPy(string forward, string other = "") => $$"""
        using NumSharp;

        public sealed class Dense
        {
            private readonly NDArray w = np.ones((3, 3)), mask = np.ones((3, 3));
            private NDArray x = np.zeros((3, 3)), z = np.zeros((3, 3)), a = np.zeros((3, 3));
            public NDArray dW = np.zeros((3, 3));

            public NDArray Forward(NDArray input) { x = input; z = np.dot(w, x); a = np.tanh(z); {{forward}} return a; }

            public NDArray Backward(NDArray da)
            {
                var dz = da * mask * (SLOPE);
                dW = np.dot(dz, x.T);
                return np.dot(w.T, dz);
            }

            {{other}}
        }
        """;

    [Theory]
    [InlineData("a.mul_(mask);", "")]
    [InlineData("z.add_(x);", "")]
    [InlineData("a.narrow(0, 1, 1).zero_();", "")]
    [InlineData("a[0].zero_();", "")]
    [InlineData("var row = a.select(0, 1); row.fill_(0);", "")]
    [InlineData("a.t().mul_(mask);", "")]
    [InlineData("nn.functional.relu(a, inplace: true);", "")]
    [InlineData("", "public void Drop() { a.mul_(mask); }")]
    [InlineData("", "public void Drop() { var held = a; held.mul_(mask); }")]
    [InlineData("", "public void Drop() { a.narrow(0, 0, 1).zero_(); }")]
    public Task Overwritten_in_place_is_silent(string forward, string other) =>
        Verify.SilentAsync(Torch(forward, other).Replace("SLOPE", "1 - z.tanh().pow(2)"));

    [Theory]
    [InlineData("np.multiply(a, mask, a);", "")]
    [InlineData("np.multiply(a, mask, @out: a);", "")]
    [InlineData("a[\"0:2\"] = 0;", "")]
    [InlineData("", "public void Drop() { np.multiply(a, mask, a); }")]
    public Task Written_into_is_silent(string forward, string other) =>
        Verify.SilentAsync(NumPy(forward, other).Replace("SLOPE", "1 - np.square(np.tanh(z))"));

    [Theory]
    [InlineData("")]
    [InlineData("var dropped = a.mul(mask);")]
    [InlineData("var copy = a.clone(); copy.zero_();")]
    public Task Left_alone_is_reported(string forward) => Verify.FixesAsync<UseOutputFormFixer>(
        Torch(forward).Replace("SLOPE", "{|BP1001:1 - z.tanh().pow(2)|}"), Torch(forward).Replace("SLOPE", "1 - a * a"));

    [Theory]
    [InlineData("")]
    [InlineData("var dropped = np.multiply(a, mask);")]
    public async Task Only_read_uses_the_cache(string forward)
    {
        var (source, fixedSource) = (NumPy(forward).Replace("SLOPE", "{|BP1001:1 - np.square(np.tanh(z))|}"), NumPy(forward).Replace("SLOPE", "1 - a * a"));
        await Verify.FixesAsync<UseOutputFormFixer>(source, fixedSource);
        NumericProof.Close(source + Probe, fixedSource + Probe);
    }

    private const string Probe = """


        public static class Probe
        {
            public static double[] Run()
            {
                var layer = new Dense();
                layer.Forward(np.arange(9.0).reshape(3, 3) * 0.1);
                return layer.Backward(np.arange(9.0).reshape(3, 3) - 4).ToArray<double>();
            }
        }
        """;
}
