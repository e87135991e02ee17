using Backprop.Runtime.Cells;
using Backprop.Runtime.Layers;
using Backprop.Runtime.Losses;
using Backprop.Runtime.Optimisers;
using Backprop.Runtime.Sequences;

namespace NameGenerator;

/// <summary>Training steps on random batches of names.</summary>
internal sealed class Trainer
{
    private const double LargestNorm = 5;

    private readonly NameModel model;
    private readonly IReadOnlyList<string> names;
    private readonly int batch;
    private readonly Random random;
    private readonly RecurrentRun run;
    private readonly DenseRun head;
    private readonly Adam optimiser;
    private readonly Sequence gradient = new(Alphabet.Size, 1, 1);

    public Trainer(NameModel model, IReadOnlyList<string> names, int batch, int seed)
    {
        this.model = model;
        this.names = names;
        this.batch = batch;
        random = new Random(seed);
        run = model.Lstm.NewRun();
        run.WantsInputGradient = false;
        head = model.Head.NewRun();
        optimiser = new Adam(model.Parameters, learningRate: 4e-3);
    }

    /// <summary>One step; returns the cross-entropy per letter before it, in nats.</summary>
    public double Step()
    {
        var drawn = new NameBatch(random.GetItems([.. names], batch));
        optimiser.ClearGradients();

        var scores = head.Forward(run.Forward(drawn.Inputs));
        var loss = SoftmaxCrossEntropy.Evaluate(scores, drawn.Targets, gradient);
        run.Backward(upstream: head.Backward(gradient), recurrent: RecurrentGradient<RecurrentState>.None);

        GradientClipping.ByNorm(model.Parameters, LargestNorm);
        optimiser.Step();
        return loss;
    }
}
