using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>Loops and switch statements.</summary>
internal sealed partial class Statements
{
    public override Outcome VisitForLoop(IForLoopOperation loop, Frame frame)
    {
        foreach (var statement in loop.Before)
        {
            Execute(statement, frame);
        }

        while (true)
        {
            if (loop.Condition is not null && Test(loop.Condition, frame) is not true)
            {
                return frame.Run.Stopped ? Outcome.Stop : Outcome.Next;
            }

            if (Iterate(loop, frame) is { } ended)
            {
                return ended;
            }

            if (ExecuteAll(loop.AtLoopBottom, frame) == Outcome.Stop)
            {
                return Outcome.Stop;
            }
        }
    }

    public override Outcome VisitWhileLoop(IWhileLoopOperation loop, Frame frame)
    {
        var skipTest = !loop.ConditionIsTop;
        while (true)
        {
            if (!skipTest && Test(loop.Condition, frame) != !loop.ConditionIsUntil)
            {
                return frame.Run.Stopped ? Outcome.Stop : Outcome.Next;
            }

            skipTest = false;
            if (Iterate(loop, frame) is { } ended)
            {
                return ended;
            }
        }
    }

    public override Outcome VisitForEachLoop(IForEachLoopOperation loop, Frame frame)
    {
        var sequence = machine.Sequences.Enumerate(Value(loop.Collection, frame), frame);
        if (sequence is null)
        {
            return Stop(frame);
        }

        for (var i = 0; i < sequence.Count; i++)
        {
            BindLoopVariable(loop.LoopControlVariable, sequence, i, frame);
            if (Iterate(loop, frame) is { } ended)
            {
                return ended;
            }
        }

        return Outcome.Next;
    }

    public override Outcome VisitSwitch(ISwitchOperation statement, Frame frame)
    {
        if (Value(statement.Value, frame) is not { } value || Select(statement, value, frame) is not { } selected)
        {
            return Stop(frame);
        }

        while (selected.Section is not null)
        {
            var outcome = ExecuteAll(selected.Section.Body, frame);
            if (outcome != Outcome.Jump)
            {
                return outcome;
            }

            if (Same(frame.Target, statement.ExitLabel))
            {
                return Outcome.Next;
            }

            if (SectionLabelled(statement, frame.Target) is not { } next)
            {
                return outcome;
            }

            selected = new(next);
        }

        return Outcome.Next;
    }

    /// <summary>One pass of a loop's body; null when the loop goes on.</summary>
    private Outcome? Iterate(ILoopOperation loop, Frame frame)
    {
        var outcome = Execute(loop.Body, frame);
        if (outcome == Outcome.Jump)
        {
            return Same(frame.Target, loop.ContinueLabel) ? null : Same(frame.Target, loop.ExitLabel) ? Outcome.Next : outcome;
        }

        return outcome == Outcome.Next ? null : outcome;
    }

    /// <summary>A loop's condition; an unknown one stops the run.</summary>
    private bool? Test(IOperation? condition, Frame frame)
    {
        if (Value(condition, frame) is Truth truth && !frame.Run.Stopped)
        {
            return truth.Value;
        }

        frame.Run.Stop();
        return null;
    }

    private void BindLoopVariable(IOperation variable, Elements sequence, int index, Frame frame)
    {
        switch (variable)
        {
            case IVariableDeclaratorOperation { Symbol: { IsRef: true } local }:
                frame.Bind(local, new ElementPlace(sequence, index));
                break;
            case IVariableDeclaratorOperation declarator:
                frame.Declare(declarator.Symbol, sequence[index]?.Copied());
                break;
            default:
                machine.Expressions.Deconstruct(variable, sequence[index], frame);
                break;
        }
    }

    private Selection? Select(ISwitchOperation statement, Datum value, Frame frame)
    {
        ISwitchCaseOperation? byDefault = null;
        foreach (var section in statement.Cases)
        {
            foreach (var clause in section.Clauses)
            {
                if (clause.CaseKind == CaseKind.Default)
                {
                    byDefault = section;
                }
                else if (Matches(clause, value, frame) is not { } matches)
                {
                    return null;
                }
                else if (matches)
                {
                    return new(section);
                }
            }
        }

        return new(byDefault);
    }

    private bool? Matches(ICaseClauseOperation clause, Datum value, Frame frame) => clause switch
    {
        ISingleValueCaseClauseOperation single => Patterns.AreEqual(value, Value(single.Value, frame)),
        IPatternCaseClauseOperation pattern => machine.Expressions.Matches(pattern.Pattern, value, frame) is not { } matches ? null
            : !matches || pattern.Guard is null ? matches
            : Value(pattern.Guard, frame) is Truth guard ? guard.Value : null,
        _ => null,
    };

    private static ISwitchCaseOperation? SectionLabelled(ISwitchOperation statement, ILabelSymbol? label)
        => statement.Cases.FirstOrDefault(section => section.Clauses.Any(clause => Same(clause.Label, label)));

    private static bool Same(ISymbol? left, ISymbol? right)
        => left is not null && SymbolEqualityComparer.Default.Equals(left, right);

    /// <summary>The section that a switch enters; no section when no case fits.</summary>
    private readonly record struct Selection(ISwitchCaseOperation? Section);
}
