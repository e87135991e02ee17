using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

internal sealed partial class ValueWalker
{
    private void Execute(IOperation? statement)
    {
        if (statement is null || !frame.Reachable || Exhausted) return;
        switch (statement)
        {
            case IMethodBodyOperation body: Execute(body.BlockBody ?? body.ExpressionBody); break;
            case IConstructorBodyOperation body: ExecuteConstructor(body); break;
            case IBlockOperation block: ExecuteAll(block.Operations); break;
            case IExpressionStatementOperation expression: Evaluate(expression.Operation); break;
            case IVariableDeclarationGroupOperation group: ExecuteAll(group.Declarations); break;
            case IVariableDeclarationOperation declaration: ExecuteAll(declaration.Declarators); break;
            case IVariableDeclaratorOperation declarator: Declare(declarator); break;
            case IConditionalOperation branch: ExecuteBranch(branch); break;
            case ILoopOperation loop: ExecuteLoop(loop); break;
            case IReturnOperation { Kind: OperationKind.Return } exit: ExecuteReturn(exit); break;
            case IThrowOperation thrown: Evaluate(thrown.Exception); frame.Reachable = false; break;
            case IBranchOperation: frame.Reachable = false; break;
            case ISwitchOperation choice: ExecuteSwitch(choice); break;
            case IUsingOperation use: ExecuteAll([use.Resources, use.Body]); break;
            case IUsingDeclarationOperation use: Execute(use.DeclarationGroup); break;
            case ILockOperation locked: Evaluate(locked.LockedValue); Execute(locked.Body); break;
            case ITryOperation attempt: ExecuteTry(attempt); break;
            case ILabeledOperation: ForgetWrites(statement.Parent ?? statement); break;
            case ILocalFunctionOperation function: LookInto(function, function.Body); break;
            case IEmptyOperation: break;
            default: Evaluate(statement); break;
        }
    }

    private void ExecuteAll(IEnumerable<IOperation> statements)
    {
        foreach (var statement in statements) Execute(statement);
    }

    private void ExecuteConstructor(IConstructorBodyOperation body)
    {
        Evaluate(body.Initializer);
        Execute(body.BlockBody ?? body.ExpressionBody);
    }

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        var initializer = declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer;
        if (initializer is null) return;
        var value = Evaluate(initializer.Value); // first: it may change the state
        state = state.With(new Variable(declarator.Symbol, declarator.Symbol.Type), value);
    }

    private void ExecuteReturn(IReturnOperation exit)
    {
        var value = Evaluate(exit.ReturnedValue);
        if (exit.ReturnedValue is not null) frame.Returned.Add(value);
        frame.Exits.Add(state);
        frame.Reachable = false;
    }

    private void ExecuteBranch(IConditionalOperation branch)
    {
        Evaluate(branch.Condition);
        var (before, ends) = (state, branches.Count);
        ExecuteEither(branch, [() => { Execute(branch.WhenTrue); End(branch.WhenTrue, before); }, () => { Execute(branch.WhenFalse); End(branch.WhenFalse, before); }]);
        Meet(ends, branch);
    }

    private void End(IOperation? branch, ValueState before)
    {
        if (branch is not null && frame is { Caller: null, Reachable: true } && !quiet && !ReferenceEquals(state, before)) branches.Add(new BranchEnd(branch, state, state));
    }

    private void Meet(int first, IOperation choice)
    {
        for (var i = first; i < branches.Count; i++)
            if (ReferenceEquals(branches[i].Branch.Parent, choice)) branches[i] = branches[i] with { After = state };
    }

    private void ExecuteSwitch(ISwitchOperation choice)
    {
        Evaluate(choice.Value);
        var (before, ends) = (state, branches.Count);
        var arms = choice.Cases.Select(arm => (Action)(() =>
        {
            ExecuteAll(arm.Body);
            LeaveSwitch(choice);
            End(arm, before);
        }));
        if (!choice.Cases.Any(arm => arm.Clauses.Any(clause => clause is IDefaultCaseClauseOperation)))
            arms = arms.Append(() => { });
        // `break` only leaves the switch, so an arm that ends in it is not a dead end.
        ExecuteEither(choice, arms.ToArray());
        Meet(ends, choice);
    }

    private void LeaveSwitch(ISwitchOperation choice)
    {
        if (frame.Reachable) return;
        var leaves = choice.Descendants().Any(o => o is IBranchOperation { BranchKind: BranchKind.Break });
        frame.Reachable = leaves;
    }

    /// <summary>Runs each alternative from the same state and meets in what they agree on.</summary>
    private void ExecuteEither(IOperation where, params Action[] alternatives)
    {
        var before = state;
        ValueState? after = null;
        foreach (var alternative in alternatives)
        {
            state = before;
            frame.Reachable = true;
            alternative();
            if (frame.Reachable) after = after is null ? state : Meet(after, state, where);
        }

        frame.Reachable = after is not null;
        state = after ?? before;
    }

    private ValueState Meet(ValueState a, ValueState b, IOperation where) =>
        ValueState.Merge(a, b, key => new Origin(new Identity(where, Fresh()), key.Type, (key as Variable)?.Symbol), Fresh);

    // What a try block wrote before it failed is not known in the handlers.
    private void ExecuteTry(ITryOperation attempt)
    {
        var before = state;
        Execute(attempt.Body);
        var after = state;
        var reachable = frame.Reachable;
        if (!attempt.Catches.IsEmpty)
        {
            state = before;
            ForgetWrites(attempt.Body);
            var failed = state;
            var handlers = attempt.Catches.Select(handler => (Action)(() => { state = failed; Execute(handler.Handler); }));
            ExecuteEither(attempt, handlers.Prepend(() => { state = after; frame.Reachable = reachable; }).ToArray());
        }

        Execute(attempt.Finally);
    }
}
