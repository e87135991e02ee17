using Backprop.Runtime.Checking;
using Backprop.Runtime.Losses;
using Backprop.Runtime.Sequences;
using Backprop.Runtime.Tests.Golden;
using Backprop.Runtime.Tests.Layers;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Tests.Losses;

/// <summary>Both losses against TorchSharp, against central differences, and at the edges of double precision.</summary>
public sealed class LossTests
{
    private const string File = "torch-losses.json";

    [Theory]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.Sum)]
    public void Cross_entropy_equals_torch(Reduction reduction)
    {
        var data = GoldenCase.Named($"SoftmaxCrossEntropy {reduction}", File);
        var loss = SoftmaxCrossEntropy.Evaluate(data.Array("prediction").Matrix(), data.Integers("targets"), reduction);
        Assert.Equal(data.Number("loss"), loss.Value, 1e-12 * data.Number("loss"));
        Close.To(data.Array("gradient"), loss.Gradient);
    }

    [Theory]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.Sum)]
    public void Squared_error_equals_torch(Reduction reduction)
    {
        var data = GoldenCase.Named($"SquaredError {reduction}", File);
        var loss = SquaredError.Evaluate(data.Array("prediction").Matrix(), data.Array("target").Matrix(), reduction);
        Assert.Equal(data.Number("loss"), loss.Value, 1e-12 * data.Number("loss"));
        Close.To(data.Array("gradient"), loss.Gradient);
    }

    [Theory]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.Sum)]
    public void Over_padded_sequences_the_gradient_is_right_and_padding_counts_for_nothing(Reduction reduction)
    {
        int[] lengths = [2, 3];
        var drawn = new Drawn(5);
        var (prediction, target) = (drawn.Sequence(4, 2, 3, lengths), drawn.Sequence(4, 2, 3));
        int[] classes = [0, 1, 2, 3, -1, 2];
        var values = prediction.Values.ToArray();
        var gradient = new Sequence(1, 1, 1);

        SoftmaxCrossEntropy.Evaluate(prediction, classes, gradient, reduction);
        Check(prediction, values, gradient, into => SoftmaxCrossEntropy.Evaluate(prediction, classes, into, reduction));
        SquaredError.Evaluate(prediction, target, gradient, reduction);
        Check(prediction, values, gradient, into => SquaredError.Evaluate(prediction, target, into, reduction));
    }

    [Fact]
    public void A_certain_wrong_answer_has_a_finite_loss()
    {
        var logits = Matrix<double>.Build.DenseOfArray(new[,] { { 2000.0 }, { -2000.0 } });
        var loss = SoftmaxCrossEntropy.Evaluate(logits, [1]);
        Assert.Equal(4000, loss.Value);
        Assert.Equal([1.0, -1.0], loss.Gradient.Enumerate());
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var logits = Matrix<double>.Build.Dense(3, 2);
        Assert.Contains("targets", Assert.Throws<ArgumentException>(() => SoftmaxCrossEntropy.Evaluate(logits, [1])).Message);
        Assert.Throws<ArgumentOutOfRangeException>("targets", () => SoftmaxCrossEntropy.Evaluate(logits, [1, 3]));
        Assert.Throws<ArgumentOutOfRangeException>("targets", () => SoftmaxCrossEntropy.Evaluate(logits, [-1, 0]));
        var turned = Matrix<double>.Build.Dense(2, 3);
        var error = Assert.Throws<ArgumentException>("target", () => SquaredError.Evaluate(logits, turned));
        Assert.Contains("expected 3 x 2, got 2 x 3", error.Message, StringComparison.Ordinal);
        logits[1, 1] = double.NaN;
        var nan = Assert.Throws<ArgumentException>(() => SoftmaxCrossEntropy.Evaluate(logits, [0, 0]));
        Assert.Contains("NaN) at row 1, column 1", nan.Message, StringComparison.Ordinal);
    }

    private static void Check(Sequence prediction, double[] values, Sequence gradient, Func<Sequence, double> loss)
    {
        var scratch = new Sequence(1, 1, 1);
        new GradientCheck(() =>
        {
            values.CopyTo(prediction.Values);
            return loss(scratch);
        }).Of("prediction", values, gradient.Values.ToArray()).Run().ThrowIfWrong();
        values.CopyTo(prediction.Values);
        Assert.All(gradient.Column(0, 2).ToArray(), value => Assert.Equal(0, value));
    }
}
