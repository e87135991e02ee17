using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>
/// The member through which a loop goes from one object to the next. It leads to an older object where new objects are
/// created with it set: what a new object is given exists already. Step: the variable that holds the step at hand, or null where
/// that is the object that a method runs on.
/// </summary>
internal sealed record StepLink(ISymbol? Step, ISymbol Member, ISymbol? Inverse, bool LeadsBack)
{
    public int Stride => LeadsBack ? -1 : 1;

    public static StepLink? Of(ILoopOperation loop)
    {
        if (Advance(loop) is not { Target: ILocalReferenceOperation { Local: var step }, Value: var value }) return null;
        return Followed(value, step) is { } member ? Between(member, step, loop.Syntax) : null;
    }

    /// <summary>The link through a member of the steps, which code at some place follows.</summary>
    public static StepLink? Between(ISymbol member, ISymbol? step, SyntaxNode at)
    {
        if (member.ContainingType is not { } type) return null;
        var others = type.GetMembers().Where(other => !other.IsStatic && !other.IsImplicitlyDeclared && SymbolEqualityComparer.Default.Equals(TypeOf(other), type)
            && !SymbolEqualityComparer.Default.Equals(other, member)).ToList();
        if (others.Count > 1) return null;
        var (isGiven, inverseIsGiven) = (IsGiven(member, at), others.Count == 1 && IsGiven(others[0], at));
        return isGiven == inverseIsGiven ? null : new StepLink(step, member, others.FirstOrDefault(), isGiven);
    }

    /// <summary>How many steps later the member's object is.</summary>
    public int? Distance(ISymbol member) => SymbolEqualityComparer.Default.Equals(member, Member.OriginalDefinition) ? Stride
        : Inverse is not null && SymbolEqualityComparer.Default.Equals(member, Inverse.OriginalDefinition) ? -Stride : null;

    /// <summary>`s = s.Before`, from its syntax alone.</summary>
    public static bool IsAdvance(SyntaxNode node) => node is AssignmentExpressionSyntax
    {
        RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax step,
        Right: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax from },
    } && step.Identifier.ValueText == from.Identifier.ValueText;

    private static ISimpleAssignmentOperation? Advance(ILoopOperation loop)
    {
        var last = loop switch
        {
            IForLoopOperation { AtLoopBottom: [var bottom] } => bottom,
            IWhileLoopOperation { Body: IBlockOperation block } => block.Operations.LastOrDefault(operation => IsAdvance(operation.Syntax is ExpressionStatementSyntax statement ? statement.Expression : operation.Syntax)),
            _ => null,
        };
        return last is IExpressionStatementOperation { Operation: ISimpleAssignmentOperation assignment } ? assignment : last as ISimpleAssignmentOperation;
    }

    private static ISymbol? Followed(IOperation value, ILocalSymbol step) => value switch
    {
        IConversionOperation conversion => Followed(conversion.Operand, step),
        IMemberReferenceOperation { Instance: ILocalReferenceOperation local } reference when SymbolEqualityComparer.Default.Equals(local.Local, step)
            && reference.Member is IFieldSymbol or IPropertySymbol => reference.Member,
        _ => null,
    };

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    // `new Step { Before = last }`, or a constructor that sets it from what it is handed.
    private static bool IsGiven(ISymbol member, SyntaxNode at)
    {
        var roots = member.ContainingType.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax())
            .Concat(at.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Take(1));
        return roots.SelectMany(root => root.DescendantNodes()).OfType<AssignmentExpressionSyntax>().Any(set =>
            set.IsKind(SyntaxKind.SimpleAssignmentExpression) && Named(set.Left) == member.Name && !set.Right.IsKind(SyntaxKind.NullLiteralExpression)
            && (set.Parent is InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ObjectInitializerExpression }
                || set.FirstAncestorOrSelf<ConstructorDeclarationSyntax>()?.Identifier.ValueText == member.ContainingType.Name));
    }

    private static string? Named(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } member => member.Name.Identifier.ValueText,
        _ => null,
    };
}
