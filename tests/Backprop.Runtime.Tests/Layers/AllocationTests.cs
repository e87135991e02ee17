using Backprop.Runtime.Cells;
using Backprop.Runtime.Layers;
using Backprop.Runtime.Losses;
using Backprop.Runtime.Optimisers;
using Backprop.Runtime.Sequences;
using Backprop.Runtime.Tests.Golden;

namespace Backprop.Runtime.Tests.Layers;

/// <summary>Counts the bytes of all threads, so no other test may run beside it.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class Alone;

[Collection("Alone")]
public sealed class AllocationTests
{
    [Theory]
    [MemberData(nameof(TrainingTests.Kinds), MemberType = typeof(TrainingTests))]
    public void A_training_step_allocates_nothing_after_the_first(LayerKind kind)
    {
        var (layer, head) = (kind.Layer(8, 32, layers: 2, bidirectional: true), new Dense(64, 5));
        var parameters = layer.Parameters.Concat(head.Parameters).ToList();
        var (run, headRun, adam) = (layer.NewRun(), head.NewRun(), new Adam(parameters));
        var (input, gradient) = (new Drawn(1).Sequence(8, 16, 12), new Sequence(1, 1, 1));
        var targets = new int[16 * 12];

        void Step()
        {
            adam.ClearGradients();
            SoftmaxCrossEntropy.Evaluate(headRun.Forward(run.Forward(input)), targets, gradient);
            run.Backward(headRun.Backward(gradient), RecurrentGradient<RecurrentState>.None);
            GradientClipping.ByNorm(parameters, 1);
            adam.Step();
        }

        for (var warmUp = 0; warmUp < 3; warmUp++)
        {
            Step();
        }

        // Of all threads; the test host allocates as well, so one quiet step among many is what counts.
        Assert.Contains(Enumerable.Range(0, 200), _ =>
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            Step();
            return GC.GetTotalAllocatedBytes(precise: true) == before;
        });
    }
}
