namespace Backprop.Runtime.Checking;

/// <summary>
/// Gradient checks of one recurrent network for 1, 2, 3, ... time steps. The first number of steps at which the
/// gradient is wrong says where the fault is: within a step, or in what one step hands to the one before it.
/// </summary>
public sealed class SequenceGradientReport
{
    internal SequenceGradientReport(IReadOnlyList<GradientReport> bySteps) => BySteps = bySteps;

    /// <summary>The report for T steps, at index T - 1.</summary>
    public IReadOnlyList<GradientReport> BySteps { get; }

    /// <summary>Whether all are right.</summary>
    public bool Right => FirstWrong is null;

    /// <summary>The smallest number of steps T for which the gradient is wrong, or null.</summary>
    public int? FirstWrong =>
        Enumerable.Range(1, BySteps.Count).Where(steps => !BySteps[steps - 1].Right).Cast<int?>().FirstOrDefault();

    /// <summary>Throws with the report as the message if any number of steps is wrong.</summary>
    /// <exception cref="GradientCheckException">An entry is wrong.</exception>
    public void ThrowIfWrong()
    {
        if (!Right)
        {
            throw new GradientCheckException(ToString());
        }
    }

    /// <inheritdoc/>
    public override string ToString() => FirstWrong switch
    {
        null => $"right for T = 1 to {BySteps.Count}",
        1 => $"wrong from T = 1: the fault is within a step{Environment.NewLine}{BySteps[0]}",
        2 => $"right for T = 1, wrong from T = 2: a recurrent term is missing "
            + $"(or wrong, or not summed over the steps){Environment.NewLine}{BySteps[1]}",
        { } steps => $"right for T = 1 to {steps - 1}, wrong from T = {steps}: a recurrent term is lost after "
            + $"{steps - 1} steps{Environment.NewLine}{BySteps[steps - 1]}",
    };
}
