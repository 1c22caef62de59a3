/** Where mail of the United States goes: states, the District, territories, freely associated states and military post. */
export const usRegions = (
  'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX ' +
  'UT VT VA WA WV WI WY AS GU MP PR VI FM MH PW AA AE AP'
).split(' ');
