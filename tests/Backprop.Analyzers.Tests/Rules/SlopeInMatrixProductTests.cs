using Backprop.Analyzers.CodeFixes;
using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary><c>da.PointwiseMultiply(s).PointwiseMultiply(1 - s)</c>: of whole matrices, too, the slope is not one expression.</summary>
public sealed class SlopeInMatrixProductTests
{
    private const string Layer = """
        using System;
        using System.Linq;
        using MathNet.Numerics;
        using MathNet.Numerics.LinearAlgebra;

        public sealed class Dense
        {
            private readonly Matrix<double> w = Matrix<double>.Build.Dense(2, 2, (i, j) => 0.3 * i - 0.7 * j + 0.2);
            private Matrix<double> x = Matrix<double>.Build.Dense(2, 2), z = Matrix<double>.Build.Dense(2, 2), a = Matrix<double>.Build.Dense(2, 2);

            public void Forward(Matrix<double> input)
            {
                x = input;
                z = w * x;
                a = FUNCTION;
            }

            public Matrix<double> Backward(Matrix<double> da)
            {
                BODY
                return dz * x.Transpose();
            }

            private static Matrix<double> Sigmoid(Matrix<double> m) => m.Map(v => 1 / (1 + Math.Exp(-v)));
        }

        public static class Probe
        {
            public static double[] Run()
            {
                var layer = new Dense();
                layer.Forward(Matrix<double>.Build.Dense(2, 2, (i, j) => 1.5 * i - j));
                return layer.Backward(Matrix<double>.Build.Dense(2, 2, (i, j) => i + 0.5 * j - 0.25)).Enumerate().ToArray();
            }
        }
        """;

    private static string Code(string function, string body) => Layer.Replace("FUNCTION", function).Replace("BODY", body);

    [Theory]
    [InlineData("da.PointwiseMultiply(Sigmoid(z)).PointwiseMultiply(1 - Sigmoid(z))", "da.PointwiseMultiply(a.PointwiseMultiply(1.0 - a))")]
    [InlineData("Sigmoid(z).PointwiseMultiply(da + x).PointwiseMultiply(1 - Sigmoid(z))", "(da + x).PointwiseMultiply(a.PointwiseMultiply(1.0 - a))")]
    [InlineData("da.PointwiseMultiply(x).PointwiseMultiply(Sigmoid(z)).PointwiseMultiply(1 - Sigmoid(z))", "da.PointwiseMultiply(x).PointwiseMultiply(a.PointwiseMultiply(1.0 - a))")]
    public async Task Evaluated_again_uses_the_cache(string before, string after)
    {
        var (source, fixedSource) = (Code("Sigmoid(z)", $"var dz = {{|BP1001:{before}|}};"), Code("Sigmoid(z)", $"var dz = {after};"));
        await Verify.FixesAsync<UseOutputFormFixer>(source, fixedSource);
        NumericProof.Close(source, fixedSource);
    }

    [Theory]
    [InlineData("z.Map(SpecialFunctions.Logistic)", "var s = {|BP1003:z.Map(SpecialFunctions.Logistic)|}; var dz = da.PointwiseMultiply(s).PointwiseMultiply(1 - s);")]
    [InlineData("Sigmoid(z)", "var s = {|BP1003:Sigmoid(z)|}; var dz = s.PointwiseMultiply(da).PointwiseMultiply(1 - s);")]
    [InlineData("z.PointwiseTanh()", "var t = {|BP1003:z.PointwiseTanh()|}; var dz = da.PointwiseMultiply(1 - t).PointwiseMultiply(1 + t);")]
    public async Task Evaluated_into_a_local_reads_the_cache(string function, string body)
    {
        var source = Code(function, body);
        var fixedSource = System.Text.RegularExpressions.Regex.Replace(source, @"\{\|BP1003:.*?\|\}", "a");
        await Verify.FixesAsync<UseCacheFixer>(source, fixedSource);
        NumericProof.Exact(source, fixedSource);
    }

    [Theory]
    [InlineData("Sigmoid(z)", "var dz = {|BP3002:da.PointwiseMultiply(z).PointwiseMultiply(1 - z)|};")]
    [InlineData("z.Map(SpecialFunctions.Logistic)", "var dz = da.PointwiseMultiply({|BP3002:z.PointwiseMultiply(1 - z)|});")]
    [InlineData("z.PointwiseTanh()", "var dz = da.PointwiseMultiply({|BP3002:1 - z.PointwisePower(2)|});")]
    [InlineData("z.PointwiseTanh()", "var dz = da.PointwiseMultiply({|BP3002:1 - z.PointwiseMultiply(z)|});")]
    [InlineData("z.PointwiseTanh()", "var dz = {|BP3003:da.PointwiseMultiply(a).PointwiseMultiply(1 - a)|};")]
    [InlineData("Sigmoid(z)", "var dz = da.PointwiseMultiply({|BP3003:1 - a.PointwiseMultiply(a)|});")]
    public Task A_wrong_slope_is_reported(string function, string body) => Verify.ReportsAsync(Code(function, body));

    // The matrix product is another thing: what it means the analyzer does not say.
    [Theory]
    [InlineData("Sigmoid(z)", "var dz = da.PointwiseMultiply(a).PointwiseMultiply(1 - a);")]
    [InlineData("z.PointwiseTanh()", "var dz = da.PointwiseMultiply(1 - a.PointwiseMultiply(a));")]
    [InlineData("z.PointwiseTanh()", "var dz = da - da.PointwiseMultiply(a).PointwiseMultiply(a);")]
    [InlineData("Sigmoid(z)", "var dz = da * z * (1 - z);")]
    [InlineData("z.PointwiseTanh()", "var dz = da.PointwiseMultiply(z).PointwiseMultiply(1 - x);")]
    public Task What_is_right_or_unknown_is_silent(string function, string body) => Verify.SilentAsync(Code(function, body));
}
