using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>How a statement ended.</summary>
internal enum Outcome
{
    Next,

    /// <summary>break, continue, goto: heading for the frame's target label.</summary>
    Jump,
    Return,

    /// <summary>The run cannot be followed any further.</summary>
    Stop,
}

/// <summary>Executes statements. A branch on an unknown condition stops the run: from there on nothing is known.</summary>
internal sealed partial class Statements(Interpreter machine) : OperationVisitor<Frame, Outcome>
{
    public Outcome Execute(IOperation? statement, Frame frame)
    {
        if (statement is null)
        {
            return Outcome.Next;
        }

        if (!frame.Run.Enter())
        {
            return Outcome.Stop;
        }

        var outcome = statement.Accept(this, frame);
        frame.Run.Leave();
        return frame.Run.Stopped ? Outcome.Stop : outcome;
    }

    /// <summary>Runs the body of a method, lambda, accessor or constructor.</summary>
    public Outcome ExecuteBody(IOperation body, Frame frame) => body switch
    {
        IMethodBodyBaseOperation method => Execute(method.BlockBody ?? method.ExpressionBody, frame),
        ILocalFunctionOperation local => Execute(local.Body, frame),
        _ => Execute(body, frame),
    };

    /// <summary>An expression in the place of a statement (an expression body).</summary>
    public override Outcome DefaultVisit(IOperation operation, Frame frame)
    {
        if (operation.Type is null)
        {
            frame.Run.Stop();
            return Outcome.Stop;
        }

        frame.Returned = Value(operation, frame);
        return Outcome.Return;
    }

    public override Outcome VisitBlock(IBlockOperation block, Frame frame)
    {
        var next = 0;
        while (next < block.Operations.Length)
        {
            var outcome = Execute(block.Operations[next], frame);
            if (outcome == Outcome.Jump && LabelIn(block, frame.Target) is { } landing)
            {
                next = landing;
            }
            else if (outcome != Outcome.Next)
            {
                return outcome;
            }
            else
            {
                next++;
            }
        }

        return Outcome.Next;
    }

    public override Outcome VisitExpressionStatement(IExpressionStatementOperation statement, Frame frame)
    {
        Value(statement.Operation, frame);
        return Outcome.Next;
    }

    public override Outcome VisitReturn(IReturnOperation statement, Frame frame)
    {
        if (statement.Kind == OperationKind.YieldReturn)
        {
            (frame.Yielded ??= []).Add(Value(statement.ReturnedValue, frame)?.Copied());
            return frame.Run.Allocate(1) ? Outcome.Next : Outcome.Stop;
        }

        if (frame.Method is { ReturnsByRef: true } && statement.ReturnedValue is { } place)
        {
            var reference = machine.Places.Locate(place, frame);
            frame.Returned = reference?.Value;
            frame.Run.LastReference = reference;
            return Outcome.Return;
        }

        frame.Returned = statement.ReturnedValue is { } value ? Value(value, frame)?.Copied() : null;
        frame.Run.ReturnedFrom(statement.ReturnedValue?.Syntax);
        return Outcome.Return;
    }

    public override Outcome VisitConditional(IConditionalOperation statement, Frame frame)
        => Value(statement.Condition, frame) is Truth condition
            ? Execute(condition.Value ? statement.WhenTrue : statement.WhenFalse, frame)
            : Stop(frame);

    public override Outcome VisitBranch(IBranchOperation branch, Frame frame)
    {
        frame.Target = branch.Target;
        return Outcome.Jump;
    }

    public override Outcome VisitLabeled(ILabeledOperation labeled, Frame frame) => Execute(labeled.Operation, frame);

    public override Outcome VisitEmpty(IEmptyOperation statement, Frame frame) => Outcome.Next;

    public override Outcome VisitLocalFunction(ILocalFunctionOperation local, Frame frame) => Outcome.Next;

    public override Outcome VisitLock(ILockOperation statement, Frame frame) => Execute(statement.Body, frame);

    public override Outcome VisitThrow(IThrowOperation statement, Frame frame) => Stop(frame);

    /// <summary>A throw stops the run, so that catch clauses never run; finally does.</summary>
    public override Outcome VisitTry(ITryOperation statement, Frame frame)
    {
        var outcome = Execute(statement.Body, frame);
        if (outcome == Outcome.Stop || statement.Finally is null)
        {
            return outcome;
        }

        var (returned, target) = (frame.Returned, frame.Target);
        var final = Execute(statement.Finally, frame);
        (frame.Returned, frame.Target) = (returned, target);
        return final == Outcome.Next ? outcome : final;
    }

    private Outcome ExecuteAll<T>(IReadOnlyList<T> statements, Frame frame)
        where T : IOperation
    {
        foreach (var statement in statements)
        {
            var outcome = Execute(statement, frame);
            if (outcome != Outcome.Next)
            {
                return outcome;
            }
        }

        return Outcome.Next;
    }

    private static int? LabelIn(IBlockOperation block, ILabelSymbol? target)
    {
        for (var i = 0; i < block.Operations.Length; i++)
        {
            if (block.Operations[i] is ILabeledOperation labeled && SymbolEqualityComparer.Default.Equals(labeled.Label, target))
            {
                return i;
            }
        }

        return null;
    }

    private static Outcome Stop(Frame frame)
    {
        frame.Run.Stop();
        return Outcome.Stop;
    }

    private Datum? Value(IOperation? operation, Frame frame) => machine.Expressions.Value(operation, frame);
}
