using System.Numerics.Tensors;

namespace Backprop.Runtime.Layers.Running;

/// <summary>The walk through time, for some columns of the batch: where a step waits for the one before it.</summary>
internal abstract partial class DirectionRun
{
    private int StepAt(int walked) => reverse ? input.Steps - 1 - walked : walked;

    private void ForwardColumns(int from, int to)
    {
        for (var walked = 0; walked < input.Steps; walked++)
        {
            var step = StepAt(walked);
            ProjectHidden(step, from, to);
            if (!input.HasPadding)
            {
                Activate(step, from, to);
                continue;
            }

            for (var example = from; example < to; example++)
            {
                ActivateOrStay(step, example);
            }
        }
    }

    private void ActivateOrStay(int step, int example)
    {
        if (input.Counts(example, step))
        {
            Activate(step, example, example + 1);
        }
        else
        {
            Stay(step, example);
        }
    }

    private void BackwardColumns(int from, int to)
    {
        for (var walked = input.Steps - 1; walked >= 0; walked--)
        {
            var step = StepAt(walked);
            if (input.HasPadding)
            {
                BackwardWithPadding(step, from, to);
                continue;
            }

            AddUpstream(step, from, to);
            Differentiate(step, from, to);
            ReturnHidden(step, from, to);
        }
    }

    // The product works on the whole batch; an example at padding gets its recurrent gradient back as it was.
    private void BackwardWithPadding(int step, int from, int to)
    {
        for (var example = from; example < to; example++)
        {
            if (input.Counts(example, step))
            {
                AddUpstream(step, example, example + 1);
                Differentiate(step, example, example + 1);
            }
            else
            {
                Carried.Keep(example);
                Pad(step, example);
            }
        }

        ReturnHidden(step, from, to);
        for (var example = from; example < to; example++)
        {
            if (!input.Counts(example, step))
            {
                Carried.Restore(example);
            }
        }
    }

    // The sum that makes it backpropagation through time: what comes from above joins what came from the step after.
    private void AddUpstream(int step, int from, int to)
    {
        for (var example = from; example < to; example++)
        {
            var recurrent = Carried.At(example, example + 1);
            TensorPrimitives.Add(recurrent, upstream.Column(example, step).Slice(upstreamRow, HiddenSize), recurrent);
        }
    }
}
