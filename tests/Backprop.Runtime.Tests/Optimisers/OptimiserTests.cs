using Backprop.Runtime.Optimisers;
using Backprop.Runtime.Parameters;
using Backprop.Runtime.Tests.Golden;

namespace Backprop.Runtime.Tests.Optimisers;

/// <summary>Six steps of each optimiser, and both clippings, against TorchSharp.</summary>
public sealed class OptimiserTests
{
    private const string File = "torch-optimisers.json";

    [Theory]
    [InlineData("Sgd")]
    [InlineData("Sgd momentum")]
    [InlineData("Adagrad")]
    [InlineData("RmsProp")]
    [InlineData("Adam")]
    public void Equals_torch(string name)
    {
        var data = GoldenCase.Named(name, File);
        var parameter = new Parameter("w", 4, 3);
        parameter.Set(data.Array("start").Matrix());
        var optimiser = New(name, parameter);
        foreach (var gradient in data.Arrays("gradients"))
        {
            optimiser.ClearGradients();
            parameter.Accumulate(gradient.Matrix());
            optimiser.Step();
        }

        Close.To(data.Array("end"), parameter.Value);
    }

    [Theory]
    [InlineData("ByNorm", 1.5)]
    [InlineData("ByNorm unclipped", 1500)]
    public void Clipping_by_norm_equals_torch(string name, double bound)
    {
        var data = GoldenCase.Named(name, File);
        var parameters = Gradients(data);
        var norm = GradientClipping.ByNorm(parameters, bound);
        Assert.Equal(data.Number("norm"), norm, 1e-12);
        Assert.All(data.Arrays("after").Zip(parameters), pair => Close.To(pair.First, pair.Second.Gradient));
    }

    [Fact]
    public void Clipping_by_value_equals_torch()
    {
        var data = GoldenCase.Named("ByValue", File);
        var parameters = Gradients(data);
        GradientClipping.ByValue(parameters, 0.5);
        Assert.All(data.Arrays("after").Zip(parameters), pair => Close.To(pair.First, pair.Second.Gradient, 0));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Gradients_that_are_not_finite_are_told_and_not_spread(double gradient)
    {
        Parameter[] parameters = [new Parameter("w", 1, 1), new Parameter("v", 1, 1)];
        parameters[0].Gradient[0, 0] = gradient;
        parameters[1].Gradient[0, 0] = 2;
        var error = Assert.Throws<InvalidOperationException>(() => GradientClipping.ByNorm(parameters, 1));
        Assert.Contains("norm of the gradients", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, parameters[1].Gradient[0, 0]);
    }

    [Fact]
    public void Bad_numbers_are_named()
    {
        Parameter[] parameters = [new Parameter("w", 1, 1)];
        Assert.Throws<ArgumentException>("parameters", () => new Adam([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(parameters, 0));
        Assert.Throws<ArgumentOutOfRangeException>("momentum", () => new Sgd(parameters, 1, momentum: 1));
        Assert.Throws<ArgumentOutOfRangeException>("decay", () => new RmsProp(parameters, decay: -0.1));
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => new Adagrad(parameters, epsilon: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("largestNorm", () => GradientClipping.ByNorm(parameters, 0));
        Assert.Throws<ArgumentOutOfRangeException>("bound", () => GradientClipping.ByValue(parameters, double.PositiveInfinity));
    }

    private static Optimiser New(string name, Parameter parameter) => name switch
    {
        "Sgd" => new Sgd([parameter], 0.1),
        "Sgd momentum" => new Sgd([parameter], 0.1, momentum: 0.9),
        "Adagrad" => new Adagrad([parameter], 0.1),
        "RmsProp" => new RmsProp([parameter], 0.01),
        _ => new Adam([parameter], 0.01),
    };

    private static List<Parameter> Gradients(GoldenCase data) => data.Arrays("before").Select((array, index) =>
    {
        var parameter = new Parameter($"w{index}", array.Shape[0], array.Shape[1]);
        parameter.Accumulate(array.Matrix());
        return parameter;
    }).ToList();
}
