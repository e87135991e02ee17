using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>The value of one case, and where the method says what it does then; null for what it does otherwise.</summary>
internal sealed record SelectorCase(object? Value, SyntaxNode At);

/// <summary>
/// The cases that a method tells apart by a value of one type: <c>case Kind.Tanh:</c>, <c>Kind.Tanh => ...</c>,
/// <c>if (kind == Kind.Tanh)</c>.
/// </summary>
internal static class SelectorCases
{
    public static IReadOnlyList<SelectorCase> In(IOperation body, ITypeSymbol type)
    {
        var cases = new List<SelectorCase>();
        foreach (var operation in body.Descendants())
        {
            switch (operation)
            {
                case ISwitchOperation statement when Is(statement.Value.Type, type):
                    cases.AddRange(statement.Cases.SelectMany(one => one.Clauses.SelectMany(clause => Of(clause, one))));
                    break;
                case ISwitchExpressionOperation expression when Is(expression.Value.Type, type):
                    cases.AddRange(expression.Arms.SelectMany(Of));
                    break;
                case IConditionalOperation { Condition: IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } test } choice
                    when Constant(test, type) is { } value:
                    cases.Add(new(value, choice.WhenTrue.Syntax));
                    break;
            }
        }

        return cases;
    }

    /// <summary>What the code of a case yields, as narrow as it can be pointed at.</summary>
    public static SyntaxNode Result(SyntaxNode at)
    {
        var current = at switch
        {
            SwitchSectionSyntax section => section.Statements.FirstOrDefault() is { } first ? (SyntaxNode?)Returned(section) ?? first : section,
            SwitchExpressionArmSyntax arm => arm.Expression,
            StatementSyntax statement => (SyntaxNode?)Returned(statement) ?? statement,
            _ => at,
        };
        return current switch
        {
            LambdaExpressionSyntax { ExpressionBody: { } expression } => expression,
            LambdaExpressionSyntax { Block: { } block } => Returned(block) ?? current,
            _ => current,
        };
    }

    /// <summary>What a case assigns to the elements of one variable.</summary>
    public static SyntaxNode Assigned(SyntaxNode at, string name) => at.DescendantNodes().OfType<AssignmentExpressionSyntax>()
        .LastOrDefault(assignment => assignment.Left.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().FirstOrDefault()?.Identifier.ValueText == name)
        ?.Right ?? Result(at);

    private static ExpressionSyntax? Returned(SyntaxNode node) => node.DescendantNodesAndSelf(child => child is not LambdaExpressionSyntax)
        .OfType<ReturnStatementSyntax>().Select(statement => statement.Expression).LastOrDefault(expression => expression is not null);

    private static IEnumerable<SelectorCase> Of(ICaseClauseOperation clause, ISwitchCaseOperation section) => clause switch
    {
        ISingleValueCaseClauseOperation { Value.ConstantValue: { HasValue: true, Value: { } value } } => [new(value, section.Syntax)],
        IPatternCaseClauseOperation { Guard: null } pattern => Values(pattern.Pattern).Select(value => new SelectorCase(value, section.Syntax)),
        IDefaultCaseClauseOperation => [new(null, section.Syntax)],
        _ => [],
    };

    private static IEnumerable<SelectorCase> Of(ISwitchExpressionArmOperation arm) => arm switch
    {
        { Guard: not null } => [],
        { Pattern: IDiscardPatternOperation } => [new(null, arm.Syntax)],
        _ => Values(arm.Pattern).Select(value => new SelectorCase(value, arm.Syntax)),
    };

    // Kind.A or Kind.B or Kind.C leans to the left, as deep as it is long.
    private static IEnumerable<object> Values(IPatternOperation pattern)
    {
        var open = new Stack<IPatternOperation>([pattern]);
        while (open.Count > 0)
        {
            switch (open.Pop())
            {
                case IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: { } value } }:
                    yield return value;
                    break;
                case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either:
                    open.Push(either.RightPattern);
                    open.Push(either.LeftPattern);
                    break;
            }
        }
    }

    private static object? Constant(IBinaryOperation test, ITypeSymbol type) =>
        Is(test.LeftOperand.Type, type) && test.RightOperand.ConstantValue is { HasValue: true, Value: { } right } ? right
        : Is(test.RightOperand.Type, type) && test.LeftOperand.ConstantValue is { HasValue: true, Value: { } left } ? left
        : null;

    private static bool Is(ITypeSymbol? found, ITypeSymbol type) => SymbolEqualityComparer.Default.Equals(found, type);
}
