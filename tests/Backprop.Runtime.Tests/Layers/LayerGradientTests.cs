using Backprop.Runtime.Cells;
using Backprop.Runtime.Checking;
using Backprop.Runtime.Layers;
using Backprop.Runtime.Sequences;

namespace Backprop.Runtime.Tests.Layers;

/// <summary>Every layer with every option, checked by central differences at 1e-6.</summary>
public sealed class LayerGradientTests
{
    public static TheoryData<LayerKind, int, bool, bool> All
    {
        get
        {
            var data = new TheoryData<LayerKind, int, bool, bool>();
            foreach (var kind in Enum.GetValues<LayerKind>())
            {
                foreach (var layers in new[] { 1, 2 })
                {
                    foreach (var bidirectional in new[] { false, true })
                    {
                        data.Add(kind, layers, bidirectional, true);
                        data.Add(kind, layers, bidirectional, false);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Right_for_every_number_of_steps(LayerKind kind, int layers, bool bidirectional, bool padded) =>
        GradientCheck.OverTime(4, steps => Check(kind, layers, bidirectional, padded, steps)).ThrowIfWrong();

    private static GradientCheck Check(LayerKind kind, int layers, bool bidirectional, bool padded, int steps)
    {
        var layer = kind.Layer(2, 3, layers, bidirectional);
        var drawn = new Drawn(11);
        int[]? lengths = padded ? [1, steps, Math.Max(1, steps - 1)] : null;
        var input = drawn.Sequence(2, 3, steps, lengths);
        var upstream = drawn.Sequence(layer.OutputSize, 3, steps);
        var (initial, afterEnd) = (drawn.State(layer, 3), drawn.State(layer, 3));

        var run = layer.NewRun();
        run.Forward(input, initial);
        run.Backward(upstream, RecurrentGradient<RecurrentState>.For(run.Final, afterEnd));

        var values = input.Values.ToArray();
        var check = new GradientCheck(() => Loss(layer, values, input, initial, upstream, afterEnd))
            .Of(layer.Parameters)
            .Of("x", values, run.InputGradient.Values.ToArray())
            .Of("a0", initial.Hidden, run.InitialGradient.Hidden);
        return initial.HasCell ? check.Of("c0", initial.Cell, run.InitialGradient.Cell) : check;
    }

    private static double Loss(
        RecurrentLayer layer, double[] values, Sequence input, RecurrentState initial, Sequence upstream, RecurrentState afterEnd)
    {
        values.CopyTo(input.Values);
        var run = layer.NewRun();
        var outputs = run.Forward(input, initial);
        return Dot(outputs.Values, upstream.Values) + Dot(run.Final.Hidden, afterEnd.Hidden) + Dot(run.Final.Cell, afterEnd.Cell);
    }

    private static double Dot(ReadOnlySpan<double> one, ReadOnlySpan<double> other) =>
        System.Numerics.Tensors.TensorPrimitives.Dot(one, other);
}
