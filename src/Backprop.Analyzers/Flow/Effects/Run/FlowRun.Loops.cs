using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>Inner loops: passed through, never unrolled.</summary>
internal sealed partial class FlowRun
{
    private readonly Stack<List<FlowState>> continues = new();
    private readonly Stack<List<FlowState>> breaks = new();

    /// <summary>The variables of the loops around that walk a whole index range: `for (i = 0; i &lt; n; i++)`.</summary>
    private readonly HashSet<ISymbol> sweeps = new(SymbolEqualityComparer.Default);
    private int loopDepth;
    private bool passOnce;

    private void Loop(ILoopOperation loop)
    {
        if (ReferenceEquals(loop, target) && frame.Caller is null)
        {
            Enter(loop);
            return;
        }

        if (loop is IForLoopOperation { Before: var before }) RunAll(before);
        ForgetIntegers(loop);
        var sweep = Sweep(loop);
        if (sweep is not null) sweeps.Add(sweep);
        PassTwice(() => Iterate(loop));
        if (sweep is not null) sweeps.Remove(sweep);
    }

    private void PassTwice(Action pass)
    {
        var before = state.Clone();
        loopDepth++;
        // The first pass only shows what the loop around carries, so loops inside it are passed once: a nest costs its
        // depth, not two to the power of it.
        var once = passOnce;
        passOnce = true;
        pass();
        passOnce = once;
        state.Join(before, Start, Atoms);
        if (once)
        {
            state.Reachable = true;
            loopDepth--;
            SetWaitingMarks();
            return;
        }

        var condition = conditionDepth;
        pass();
        conditionDepth = condition;
        state.Reachable = true;
        loopDepth--;
        SetWaitingMarks();
    }

    private void Iterate(ILoopOperation loop)
    {
        continues.Push(new List<FlowState>());
        breaks.Push(new List<FlowState>());
        var wayOut = IterateOnce(loop);
        foreach (var end in continues.Pop()) state.Join(end, Start, Atoms);
        wayOut();
        foreach (var end in breaks.Pop()) state.Join(end, Start, Atoms);
    }

    // Returns what runs after the body, where `continue` arrives too.
    private Action IterateOnce(ILoopOperation loop)
    {
        switch (loop)
        {
            case IForLoopOperation counted:
                Evaluate(counted.Condition);
                Run(counted.Body);
                return () => RunAll(counted.AtLoopBottom);
            case IForEachLoopOperation each:
                Take(each, Read(Evaluate(each.Collection), Key.Elements, ItemType(each)));
                Run(each.Body);
                return () => { };
            case IWhileLoopOperation { ConditionIsTop: true } tested:
                Evaluate(tested.Condition);
                Run(tested.Body);
                return () => { };
            case IWhileLoopOperation tested:
                Run(tested.Body);
                return () => Evaluate(tested.Condition);
            default:
                Run(loop.Body);
                return () => { };
        }
    }

    private static ITypeSymbol? ItemType(IForEachLoopOperation each) =>
        each.LoopControlVariable is IVariableDeclaratorOperation declarator ? declarator.Symbol.Type : each.LoopControlVariable.Type;

    private void Take(IForEachLoopOperation each, FlowValue item)
    {
        if (each.LoopControlVariable is IVariableDeclaratorOperation declarator)
            state.Set(Root(declarator.Symbol, declarator.Symbol.Type), item);
        else
            Deconstruct(each, each.LoopControlVariable, item, null);
    }

    // What counts in a loop has no one value in it.
    private void ForgetIntegers(ILoopOperation loop)
    {
        foreach (var written in WrittenIntegers(loop))
            state.Set(written, FlowValue.One);
    }

    private IEnumerable<Place> WrittenIntegers(IOperation loop)
    {
        foreach (var operation in loop.Descendants())
        {
            var written = operation switch
            {
                IIncrementOrDecrementOperation step => step.Target,
                IAssignmentOperation assignment => assignment.Target,
                _ => null,
            };
            if (written is ILocalReferenceOperation local && Shapes.IsInteger(local.Type)) yield return Root(local.Local, local.Type);
            if (written is IParameterReferenceOperation parameter && Shapes.IsInteger(parameter.Type)) yield return ParameterPlace(parameter.Parameter);
            if (written is IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field && Shapes.IsInteger(field.Type)
                && frame.This.Targets.FirstOrDefault() is { } self) yield return self.Child(MemberKey(field.Field), field.Type, places);
        }
    }

    /// <summary>The counter of the loop under analysis, and the least that it is in the loop's body.</summary>
    private (Place Counter, int Least)? counted;

    // t of `for (t = 0; ...; t++)` and of `for (...; t >= 0; t--)`
    private void StartCounting(IOperation loop)
    {
        if (loop is not IForLoopOperation { AtLoopBottom: [IExpressionStatementOperation { Operation: IIncrementOrDecrementOperation { Target: ILocalReferenceOperation { Local: var counter } } step }] } region) return;
        int? least = step.Kind == OperationKind.Increment ? Before?.Find(Root(counter, counter.Type))?.Index is { IsConstant: true } first ? first.Offset : null
            : region.Condition is IBinaryOperation { LeftOperand: ILocalReferenceOperation { Local: var tested }, RightOperand.ConstantValue: { HasValue: true, Value: int bound } } test
                && SymbolEqualityComparer.Default.Equals(tested, counter)
                ? test.OperatorKind switch { BinaryOperatorKind.GreaterThanOrEqual => bound, BinaryOperatorKind.GreaterThan => bound + 1, _ => null } : null;
        if (least is { } known) counted = (Root(counter, counter.Type), known);
    }

    // `h[0]` and `h[t + 1]` where t counts from 0
    private bool AreApart(Key one, Key other) => counted is { } counter && one.Data is LinearIndex a && other.Data is LinearIndex b
        && (a.IsConstant && b.IsAhead(counter.Counter, counter.Least, a.Offset) || b.IsConstant && a.IsAhead(counter.Counter, counter.Least, b.Offset));

    /// <summary>i of `for (i = 0; i &lt; n; i++)`.</summary>
    public static ISymbol? Sweep(ILoopOperation loop) =>
        loop is IForLoopOperation { Before.Length: 1, AtLoopBottom.Length: 1, Condition: IBinaryOperation
            { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.NotEquals } test } counted
        && test.LeftOperand.Unconverted() is ILocalReferenceOperation { Local: var variable }
        && counted.Locals.Contains(variable, SymbolEqualityComparer.Default)
        && counted.Before[0] is IVariableDeclarationGroupOperation { Declarations.Length: 1 } group
        && group.Declarations[0].Declarators.FirstOrDefault()?.GetVariableInitializer()?.Value.ConstantValue is { HasValue: true, Value: 0 }
            ? variable : null;

    private bool IsSweep(IOperation index) => index.Unconverted() switch
    {
        ILocalReferenceOperation local => sweeps.Contains(local.Local),
        IParameterReferenceOperation parameter => sweeps.Contains(parameter.Parameter),
        var other => Evaluate(other).Index is not null,
    };

    // `m[i][j] = e` fills m only where i walks all rows.
    private bool IsSweepOwner(IOperation owner) => owner.Unconverted() switch
    {
        IArrayElementReferenceOperation element => element.Indices.All(IsSweep) && IsSweepOwner(element.ArrayReference),
        IPropertyReferenceOperation { Arguments.IsEmpty: false, Instance: { } instance } indexer =>
            indexer.Arguments.All(argument => IsSweep(argument.Value)) && IsSweepOwner(instance),
        _ => true,
    };
}
