using System.Numerics.Tensors;
using Backprop.Runtime.Cells;
using Backprop.Runtime.Kernels;

namespace Backprop.Runtime.Layers.Running;

/// <summary>The vanilla cell's part of a run: one activation forwards, its derivative from the output backwards.</summary>
internal sealed class RnnDirection(CellParameters parameters, bool reverse, RnnActivation activation)
    : DirectionRun(parameters, reverse)
{
    protected override void Activate(int step, int from, int to)
    {
        if (activation == RnnActivation.Tanh)
        {
            TanhKernel.Forward(Gates.At(step, from, to), Hidden.After(step, from, to));
        }
        else
        {
            TensorPrimitives.Max(Gates.At(step, from, to), 0.0, Hidden.After(step, from, to));
        }
    }

    protected override void Differentiate(int step, int from, int to)
    {
        var a = Hidden.After(step, from, to);
        var da = Carried.At(from, to);
        var dz = Gates.At(step, from, to);
        if (activation == RnnActivation.Tanh)
        {
            TanhKernel.Backward(a, da, dz);
        }
        else
        {
            ReluKernel.Backward(a, da, dz);
        }
    }
}
