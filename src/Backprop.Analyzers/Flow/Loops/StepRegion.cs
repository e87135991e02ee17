using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Loops;

/// <summary>
/// What runs once for each time step: an iteration of a loop, a run of a member that leads on to the next step, or a call of a
/// member that keeps its state in fields.
/// </summary>
internal sealed record StepRegion
{
    private readonly IOperation body;
    private readonly ILoopOperation? loop;
    private readonly Recursion? recursion;

    private StepRegion(IOperation body, ILoopOperation? loop, Recursion? recursion) => (this.body, this.loop, this.recursion) = (body, loop, recursion);

    /// <summary>The loop, or the member's body.</summary>
    public IOperation Code => loop ?? body;

    /// <summary>How the steps are linked to each other, where they are objects that are followed.</summary>
    public StepLink? Link => recursion?.Link;

    public static StepRegion Of(ILoopOperation loop) => new(loop.Root(), loop, null);

    public static StepRegion Of(Recursion steps) => new(steps.Body, null, steps);

    public static StepRegion OfMember(IOperation body) => new(body, null, null);

    public FlowRun Start(FlowCode code) => new(body, code);

    public void Run(FlowRun run)
    {
        if (loop is not null) run.RunLoop(body, loop);
        else if (recursion is not null) run.RunRecursion(recursion);
        else run.RunMember(body);
    }
}
