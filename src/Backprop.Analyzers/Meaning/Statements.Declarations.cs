using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>Declarations of locals, also those of using. Dispose is not called: it computes nothing.</summary>
internal sealed partial class Statements
{
    public override Outcome VisitUsing(IUsingOperation statement, Frame frame)
    {
        if (statement.Resources is IVariableDeclarationGroupOperation)
        {
            Execute(statement.Resources, frame);
        }
        else
        {
            Value(statement.Resources, frame);
        }

        return Execute(statement.Body, frame);
    }

    public override Outcome VisitUsingDeclaration(IUsingDeclarationOperation statement, Frame frame)
        => Execute(statement.DeclarationGroup, frame);

    public override Outcome VisitVariableDeclarationGroup(IVariableDeclarationGroupOperation group, Frame frame)
        => ExecuteAll(group.Declarations, frame);

    public override Outcome VisitVariableDeclaration(IVariableDeclarationOperation declaration, Frame frame)
    {
        foreach (var declarator in declaration.Declarators)
        {
            Declare(declarator, declarator.GetVariableInitializer()?.Value ?? declaration.Initializer?.Value, frame);
        }

        return Outcome.Next;
    }

    private void Declare(IVariableDeclaratorOperation declarator, IOperation? initial, Frame frame)
    {
        if (declarator.Symbol.IsRef)
        {
            frame.Bind(declarator.Symbol, (initial is null ? null : machine.Places.Locate(initial, frame)) ?? new Cell());
            return;
        }

        frame.Declare(declarator.Symbol, initial is null ? Unassigned(declarator.Symbol, frame) : Value(initial, frame)?.Copied());
    }

    /// <summary>A struct may be assigned field by field.</summary>
    private static Datum? Unassigned(ILocalSymbol local, Frame frame)
        => local.Type.IsValueType ? Defaults.Of(frame.Types.Resolve(local.Type)) : null;
}
