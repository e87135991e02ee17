using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>An array that a loop fills and that is then activated as a whole: outputs = inputs.Select(Sigmoid).ToArray().</summary>
public sealed class FilledThenMappedTests
{
    private static string Layer(string slope, string then = "", string more = "", string room = "inputs = new double[w.Length];") => $$"""
        using System;
        using System.Linq;

        public sealed class Layer
        {
            private double[] inputs, outputs, w;

            public double[] Forward(double[] x)
            {
                {{room}}
                for (int i = 0; i < w.Length; i++) inputs[i] += w[i] * x[i];
                outputs = inputs.Select(Sigmoid).ToArray();
                {{then}}
                return outputs;
            }

            public double[] Backward(double[] error)
            {
                {{slope}}
            }

            {{more}}

            private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

            private static double SigmoidPrime(double x)
            {
                var s = Sigmoid(x);
                return s * (1 - s);
            }
        }
        """;

    private const string Mapped = "var d = {|BP1001:inputs.Select(SigmoidPrime).ToArray()|}; return error.Select((e, i) => e * d[i]).ToArray();";

    [Theory]
    [InlineData(Mapped)]
    [InlineData("return error.Select((e, i) => e * {|BP1001:SigmoidPrime(inputs[i])|}).ToArray();")]
    [InlineData("for (int i = 0; i < error.Length; i++) error[i] *= {|BP1001:SigmoidPrime(inputs[i])|}; return error;")]
    public Task WholeArray_IsReported(string slope) => Verify.ReportsAsync(Layer(slope));

    [Theory]
    [InlineData("inputs[0] = 5;", "")]
    [InlineData("inputs = x;", "")]
    [InlineData("outputs[0] = 1;", "")]
    [InlineData("var other = inputs; other[0] = 3;", "")]
    [InlineData("for (int i = 0; i < w.Length; i++) inputs[i] += 1;", "")]
    [InlineData("Array.Sort(inputs);", "")]
    [InlineData("", "public void Norm() { for (int i = 0; i < inputs.Length; i++) inputs[i] *= 0.5; }")]
    [InlineData("", "public void Drop(double[] mask) => outputs = outputs.Zip(mask, (a, b) => a * b).ToArray();")]
    public Task ChangedSince_IsSilent(string then, string more) =>
        Verify.SilentAsync(Layer(Mapped.Replace("{|BP1001:", "").Replace("|}", ""), then, more));
}
