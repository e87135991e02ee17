using Backprop.Analyzers.Tests.Verification;

namespace Backprop.Analyzers.Tests.Rules;

/// <summary>The derivative of another layer's function.</summary>
public sealed class BP3003OthersTests
{
    private static string Network(string slope, string forward = "layer.Out[j] = layer.Curve.At(layer.Net[j]);", string fields = "") => $$"""
        using System;
        using System.Collections.Generic;

        public interface ICurve
        {
            double At(double v);

            double Rise(double v);
        }

        public sealed class Squash : ICurve
        {
            public double At(double v) => Math.Tanh(v);

            public double Rise(double v) => 1 - Math.Pow(Math.Tanh(v), 2);
        }

        public sealed class Layer
        {
            public readonly double[] Net = new double[3];
            public readonly double[] Out = new double[3];
            public readonly double[] Delta = new double[3];
            public readonly double[,] Weights = new double[3, 3];
            public readonly ICurve Curve;
            public Layer Below;

            public Layer(ICurve curve) => Curve = curve;
        }

        public sealed class Network
        {
            private readonly Layer[] layers = new Layer[4];
            {{fields}}

            public void Forward(double[] x)
            {
                for (int i = 0; i < layers.Length; i++)
                {
                    var layer = layers[i];
                    for (int j = 0; j < 3; j++)
                    {
                        layer.Net[j] = x[j];
                        {{forward}}
                    }
                }
            }

            public void Backward()
            {
                for (int i = layers.Length - 1; i > 0; i--)
                {
                    for (int j = 0; j < 3; j++)
                    {
                        double sum = 0;
                        for (int k = 0; k < 3; k++) sum += layers[i].Weights[k, j] * layers[i].Delta[k];
                        layers[i - 1].Delta[j] = sum * {{slope}};
                    }
                }
            }
        }
        """;

    [Theory]
    [InlineData("{|BP3003:layers[i].Curve.Rise(layers[i - 1].Net[j])|}")]
    [InlineData("layers[i - 1].Curve.Rise(layers[i - 1].Net[j])")]
    // Whether the two are one is not known.
    [InlineData("layers[j].Curve.Rise(layers[i - 1].Net[j])")]
    public async Task OfAnotherLayersValue(string slope) => await Verify.NoAdviceAsync("BP3003", Network(slope));

    [Theory]
    // One function for all, or the layer's function is applied to what the layer below has left.
    [InlineData("curve.Rise(layers[i - 1].Net[j])", "layer.Out[j] = curve.At(layer.Net[j]);", "private readonly ICurve curve = new Squash();")]
    [InlineData("layers[i].Curve.Rise(layers[i - 1].Net[j])", "layer.Out[j] = layers[i + 1].Curve.At(layer.Net[j]);")]
    [InlineData("layers[i].Curve.Rise(layers[i - 1].Net[j])", "layer.Out[j] = layer.Net[j] > 0 ? layer.Curve.At(layer.Net[j]) : layers[i + 1].Curve.At(layer.Net[j]);")]
    [InlineData("layers[i].Curve.Rise(layers[i - 1].Net[j])", "layer.Out[j] = layer.Curve.At(layer.Net[j]); if (i > 2) layer.Out[j] = layers[i + 1].Curve.At(layer.Net[j]);")]
    public async Task OfOneFunctionForAll(string slope, string forward, string fields = "") => await Verify.NoAdviceAsync("BP3003", Network(slope, forward, fields));

    [Theory]
    [InlineData("{|BP3003:Curve.Rise(Below.Net)|}")]
    [InlineData("Below.Curve.Rise(Below.Net)")]
    public async Task OfTheUnitBelow(string slope) => await Verify.NoAdviceAsync("BP3003", $$"""
        using System;

        public interface ICurve
        {
            double At(double v);

            double Rise(double v);
        }

        public sealed class Squash : ICurve
        {
            public double At(double v) => Math.Tanh(v);

            public double Rise(double v) => 1 - Math.Pow(Math.Tanh(v), 2);
        }

        public sealed class Unit
        {
            private readonly ICurve Curve;
            private readonly Unit Below;
            private double Net, Out, Delta, Weight;

            public Unit(ICurve curve, Unit below) => (Curve, Below) = (curve, below);

            public void Forward()
            {
                Net = Weight * Below.Out;
                Out = Curve.At(Net);
            }

            public void Backward() => Below.Delta = Weight * Delta * {{slope}};
        }
        """);
}
