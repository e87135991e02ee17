using Backprop.Runtime.Cells;

namespace Backprop.Runtime.Layers.Running;

/// <summary>A cell with several gates: they lie over each other in each column, so an example is done at a time.</summary>
internal abstract class GatedDirection(CellParameters parameters, bool reverse) : DirectionRun(parameters, reverse)
{
    protected sealed override void Activate(int step, int from, int to)
    {
        for (var example = from; example < to; example++)
        {
            Activate(step, example);
        }
    }

    protected sealed override void Differentiate(int step, int from, int to)
    {
        for (var example = from; example < to; example++)
        {
            Differentiate(step, example);
        }
    }

    protected abstract void Activate(int step, int example);

    protected abstract void Differentiate(int step, int example);
}
