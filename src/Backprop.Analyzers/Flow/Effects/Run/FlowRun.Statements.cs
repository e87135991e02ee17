using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>Statements.</summary>
internal sealed partial class FlowRun
{
    public void Run(IOperation? operation)
    {
        if (operation is null || !state.Reachable || !Step()) return;
        switch (operation)
        {
            case IBlockOperation block: RunAll(block.Operations); break;
            case IMethodBodyOperation body: Run(body.BlockBody ?? body.ExpressionBody); break;
            case IConstructorBodyOperation body: Run(body.Initializer); Run(body.BlockBody ?? body.ExpressionBody); break;
            case IExpressionStatementOperation statement: Evaluate(statement.Operation); break;
            case IVariableDeclarationGroupOperation group: RunAll(group.Declarations); break;
            case IVariableDeclarationOperation declaration: RunAll(declaration.Declarators); break;
            case IVariableDeclaratorOperation declarator: Declare(declarator); break;
            case IReturnOperation result: Return(result); break;
            case IConditionalOperation choice: Evaluate(choice.Condition); Choose(() => Run(choice.WhenTrue), () => Run(choice.WhenFalse)); break;
            case ILoopOperation loop: Loop(loop); break;
            case ISwitchOperation choice: Run(choice); break;
            case ITryOperation attempt: Run(attempt); break;
            case IUsingOperation use: Run(use.Resources); Run(use.Body); break;
            case IUsingDeclarationOperation use: Run(use.DeclarationGroup); break;
            case ILockOperation guard: Run(guard.Body); break;
            case ILabeledOperation labeled: Run(labeled.Operation); break;
            case IBranchOperation branch: Leave(branch); break;
            case ILocalFunctionOperation: break;
            case IVariableInitializerOperation initializer: Evaluate(initializer.Value); break;
            default: Evaluate(operation); break;
        }
    }

    private void RunAll(IEnumerable<IOperation> operations)
    {
        var all = operations.ToList();
        foreach (var function in all.OfType<ILocalFunctionOperation>()) localFunctions[function.Symbol] = function.Body;
        foreach (var operation in all) Run(operation);
    }

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        var place = Root(declarator.Symbol, declarator.Symbol.Type);
        var initializer = declarator.GetVariableInitializer();
        if (initializer is null) state.Set(place, FlowValue.Zero);
        else Set(declarator, place, Evaluate(initializer.Value), accumulates: false, strong: true);
    }

    private void Return(IReturnOperation result)
    {
        if (result.ReturnedValue is not null)
        {
            var value = Evaluate(result.ReturnedValue);
            if (result.Kind == OperationKind.YieldReturn) value = Listed(result, value);
            state.Set(frame.Result, state.Find(frame.Result)?.Join(value, Atoms) ?? value);
        }

        if (result.Kind == OperationKind.YieldReturn) return;
        frame.Exits.Add(state.Clone());
        state.Reachable = false;
    }

    private FlowValue Listed(IOperation site, FlowValue item)
    {
        var list = Fresh(site, zero: true);
        Write(list.Child(Key.Elements, null, places), item, strong: false);
        return FlowValue.Object(list);
    }

    private void Leave(IBranchOperation branch)
    {
        if (branch.BranchKind == BranchKind.Continue && continues.Count > 0) continues.Peek().Add(state.Clone());
        else if (branch.BranchKind == BranchKind.Break && breaks.Count > 0) breaks.Peek().Add(state.Clone());
        else GaveUp = true;
        state.Reachable = false;
    }

    private void Run(ISwitchOperation choice)
    {
        var subject = Evaluate(choice.Value);
        breaks.Push(new List<FlowState>());
        var cases = choice.Cases.Select(section => (Action)(() =>
        {
            foreach (var pattern in section.Clauses.OfType<IPatternCaseClauseOperation>()) Bind(pattern.Pattern, subject);
            RunAll(section.Body);
        })).ToList();
        if (!choice.Cases.Any(section => section.Clauses.Any(clause => clause.CaseKind == CaseKind.Default))) cases.Add(() => { });
        Choose(cases.ToArray());
        foreach (var end in breaks.Pop()) state.Join(end, Start, Atoms);
    }

    private void Run(ITryOperation attempt)
    {
        Run(attempt.Body);
        foreach (var handler in attempt.Catches)
        {
            var end = Branch(() => Run(handler.Handler), state);
            state.Join(end, Start, Atoms);
        }

        Run(attempt.Finally);
    }
}
